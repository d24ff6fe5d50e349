import fc from 'fast-check';
import { contains, parseAddress, parseRange, privateAddress } from '../../../../lib/config/private/address';

const dotted = (number: number) => [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.');

test('every address survives writing and parsing', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), number => {
      expect(parseAddress(dotted(number))).toBe(number);
    }),
  );
});

test('a block contains exactly the addresses that share its prefix', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(32), (one, other, bits) => {
      const size = 2 ** (32 - bits);
      const block = parseRange(`${dotted(one - (one % size))}/${bits}`);
      expect(contains(block!, { first: other, bits: 32 })).toBe(
        other >= one - (one % size) && other < one - (one % size) + size,
      );
    }),
  );
});

test.each(['10.0.0.0', '10.255.255.255', '100.64.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'])(
  '%s is private',
  address => {
    const report = jest.fn();
    expect(privateAddress(address, 'at', report)).toBe(true);
    expect(report).not.toHaveBeenCalled();
  },
);

test.each([
  '9.255.255.255',
  '11.0.0.0',
  '100.128.0.0',
  '172.32.0.0',
  '192.169.0.0',
  '127.0.0.1',
  '169.254.169.254',
  '10.0.0',
  '10.0.0.1/32',
  '',
  4,
])('%p is not', address => {
  const report = jest.fn();
  expect(privateAddress(address, 'at', report)).toBe(false);
  expect(report).toHaveBeenCalledTimes(1);
});
