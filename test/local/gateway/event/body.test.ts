import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { readBody } from '../../../../local/gateway/event/body';
import { isRefusal } from '../../../../local/gateway/exchange';

async function read(
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
  binaryMediaTypes: readonly string[] = [],
) {
  const request = {
    method: 'POST',
    path: '/',
    query: '',
    headers: Object.entries(headers),
    body,
    sourceIp: '',
    protocol: 'HTTP/1.1',
    receivedAt: 0,
  };
  const found = await readBody(request, binaryMediaTypes);
  return isRefusal(found)
    ? found.refusal
    : { text: found.text(), binary: found.binary, decompressed: found.decompressed };
}

const json = Buffer.from('{"a":1}');

describe('the body', () => {
  test.each([
    ['gzip', gzipSync(json)],
    ['GZIP', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['deflate', deflateRawSync(json)],
  ])('that is sent as %s is unpacked', async (coding, bytes) => {
    expect(await read(bytes, { 'Content-Encoding': coding })).toEqual({
      text: '{"a":1}',
      binary: false,
      decompressed: true,
    });
  });

  test.each([
    ['gzip', json],
    ['deflate', json],
    ['br', json],
    ['gzip, gzip', gzipSync(gzipSync(json))],
    ['gzip', gzipSync(json).subarray(0, 12)],
  ])('that is not the %s it claims to be is of an unsupported type', async (coding, bytes) => {
    expect(await read(bytes, { 'Content-Encoding': coding })).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  test('that is empty or sent as identity is left alone', async () => {
    expect(await read(Buffer.alloc(0), { 'Content-Encoding': 'gzip' })).toMatchObject({
      text: '',
      decompressed: false,
    });
    expect(await read(json, { 'Content-Encoding': 'identity' })).toMatchObject({
      text: '{"a":1}',
      decompressed: false,
    });
  });

  test('that unpacks beyond 10 MB is too large', async () => {
    expect(await read(gzipSync(Buffer.alloc(10_485_761)), { 'Content-Encoding': 'gzip' })).toBe(
      'REQUEST_TOO_LARGE',
    );
  });

  test.each([
    ['application/octet-stream', ['application/octet-stream'], true],
    ['Application/Octet-Stream; x=y', ['application/octet-stream'], true],
    ['application/json', ['*/*'], true],
    ['image/png', ['image/*'], false],
    ['image/png', ['*/png'], false],
    ['text/plain', ['image/png'], false],
  ])('of type %s is binary among %j: %s', async (type, types, binary) => {
    expect(await read(Buffer.from([0, 255, 16]), { 'Content-Type': type }, types)).toMatchObject({ binary });
  });

  test('is base64 when it is binary, and text whatever its bytes when it is not', async () => {
    expect(await read(Buffer.from([0, 255, 16]), {}, ['*/*'])).toMatchObject({ text: 'AP8Q' });
    expect(await read(Buffer.from([97, 255]))).toMatchObject({ text: 'a\ufffd' });
  });
});
