import { namedAddresses } from '../../../../lambda/core/private/resolve-name';

test('several answers of a name are put together', async () => {
  const answers = [['10.0.0.2', '10.0.0.1'], ['10.0.0.3'], ['10.0.0.1']];
  const source = namedAddresses('crm.example', async () => answers.shift() ?? []);
  expect(await source.addresses()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
});

test.each(['93.184.215.14', '172.32.0.1', '169.254.169.254', '127.0.0.1', '100.63.0.1'])(
  '%s is refused: a name must not lead requests out',
  async address => {
    const source = namedAddresses('crm.example', async () => ['10.0.0.1', address]);
    await expect(source.addresses()).rejects.toThrow(`crm.example resolves to ${address}`);
  },
);

test.each(['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '100.127.0.1'])(
  '%s is private',
  async address => {
    expect(await namedAddresses('crm.example', async () => [address]).addresses()).toEqual([address]);
  },
);
