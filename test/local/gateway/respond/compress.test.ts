import { gunzipSync, inflateSync } from 'node:zlib';
import { chooseCoding, compress } from '../../../../local/gateway/respond/compress';

describe('compression', () => {
  test.each([
    ['gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['gzip, deflate, br', 'gzip'],
    ['deflate, gzip', 'deflate'],
    ['gzip;q=0.2, deflate;q=0.9', 'deflate'],
    ['GZIP', 'gzip'],
    ['gzip;q=0', undefined],
    ['identity', undefined],
    ['br', undefined],
    ['*', undefined],
    [undefined, undefined],
  ])('of a client that accepts %s is %s', (accepted, coding) => {
    expect(chooseCoding(accepted, [], 100, 0)).toBe(coding);
  });

  test('begins at the minimum size, and not without one', () => {
    expect(chooseCoding('gzip', [], 99, 100)).toBeUndefined();
    expect(chooseCoding('gzip', [], 100, 100)).toBe('gzip');
    expect(chooseCoding('gzip', [], 100, undefined)).toBeUndefined();
    expect(chooseCoding('gzip', [], 0, 0)).toBeUndefined();
  });

  test('is left to an integration that encodes itself', () => {
    expect(chooseCoding('gzip', [['content-encoding', 'br']], 100, 0)).toBeUndefined();
  });

  test('can be undone', async () => {
    const body = Buffer.from('x'.repeat(1_000));
    expect(gunzipSync(await compress(body, 'gzip'))).toEqual(body);
    expect(inflateSync(await compress(body, 'deflate'))).toEqual(body);
  });
});
