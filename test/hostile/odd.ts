/** Requests that HTTP allows, or nearly, and nobody expects. */
import { gzipSync } from 'node:zlib';
import { type Maker, message, NAMES, PRINTABLE, sized } from './message';

const ESCAPES = [
  '%',
  '%z',
  '%zz',
  '%0',
  '%00',
  '%u1234',
  '%c0%af',
  '%ff',
  '%e2%28%a1',
  '%2e%2e%2f',
  '%25',
  '%20',
  '%0d%0a',
  '..',
  '.',
  ';',
  '|',
  '\\',
  '"',
  '{',
  '}',
  '*',
  '+',
];
const METHODS = [
  'GET',
  'get',
  'G',
  'TRACE',
  'CONNECT',
  'PRI',
  'BREW',
  'M-SEARCH',
  'PURGE',
  'LINK',
  'GET\t',
  'GE T',
  '',
  'GET'.repeat(50),
  'QUERY',
  'PROPFIND',
];

/** 30 MB of nothing in 30 kB. */
const GZIP_BOMB = gzipSync(Buffer.alloc(30_000_000));

const escaped: Maker = (random, { path }) => {
  const mess = () =>
    Array.from({ length: 1 + random.int(6) }, () =>
      random.pick([...ESCAPES, random.text(3, PRINTABLE)]),
    ).join('');
  const query = Array.from({ length: random.int(5) }, () => `${random.pick(NAMES)}${mess()}=${mess()}`).join(
    random.pick(['&', '&&', ';', '&=']),
  );
  return message({ target: `${path}/${mess()}?${query}` });
};

export const ODD: Readonly<Record<string, Maker>> = {
  'broken escapes': escaped,
  pipelined: (random, place) =>
    Array.from({ length: 2 + random.int(8) }, () =>
      random.oneIn(3) ? (escaped(random, place) as Buffer) : message({ target: place.path }),
    ),
  'odd target': (random, { path }) =>
    message({
      target: random.pick([
        `http://other.example${path}`,
        `https://user:pass@127.0.0.1:1${path}`,
        '*',
        '127.0.0.1:80',
        `//${path}`,
        path.slice(1),
        '?',
        '#',
        `${path}#frag`,
        `/${'../'.repeat(20)}etc/passwd`,
        `${path}${'/'.repeat(500)}`,
      ]),
    }),
  'odd method': (random, { path }) => message({ method: random.pick(METHODS), target: path }),
  'long target': (random, { path }) => message({ target: `${path}?q=${'q'.repeat(random.int(30_000))}` }),
  'odd content coding': (random, { post }) => {
    const body = random.pick([
      GZIP_BOMB,
      Buffer.from('not gzip'),
      gzipSync('{"name":"abc"}').subarray(0, 12),
      Buffer.alloc(0),
    ]);
    return message({
      method: 'POST',
      target: post,
      headers: [
        `Content-Encoding: ${random.pick(['gzip', 'deflate', 'gzip, gzip', 'br', 'x', ''])}`,
        sized(body),
      ],
      body,
    });
  },
  'deep json': (random, { post }) => {
    const depth = 1 + random.int(60_000);
    const body = random.pick([
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      '{"a":'.repeat(depth),
      '[',
      '{"__proto__":{"name":1}}',
      `{"name":"${'\\u0000'.repeat(500)}"}`,
      '1e999',
      '\ud800',
      `{"name":"abc","name":1}`,
    ]);
    return message({
      method: 'POST',
      target: post,
      headers: ['Content-Type: application/json', sized(body)],
      body,
    });
  },
  'odd media types': (random, { post }) =>
    message({
      method: 'POST',
      target: post,
      headers: [
        `Accept: ${random.pick([',,,', ';', '*/*;q=x', '/', 'a', '\xff', 'image/png'.repeat(400)])}`,
        `Content-Type: ${random.pick(['', ';', '/', 'application/json;;', 'a/b;c="', '\xfe', 'x'.repeat(8_000)])}`,
        `Accept-Encoding: ${random.pick(['gzip;q=0', ';', '*', 'gzip;q=x, deflate'])}`,
        sized('{}'),
      ],
      body: '{}',
    }),
  'odd authorization': (random, { path }) =>
    message({
      target: path,
      headers: [
        `Authorization: ${random.pick(['', 'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256 Credential=/////, SignedHeaders=;;;, Signature=zz', 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=__proto__, Signature=00', '=', 'Bearer =', random.text(200, PRINTABLE)])}`,
        `x-amz-date: ${random.pick(['', 'never', '99999999T999999Z', '20260101T000000Z'])}`,
        `x-api-key: ${random.pick(['', '__proto__', random.text(3_000, PRINTABLE)])}`,
        `X-Amzn-Trace-Id: ${random.pick(['Root=', ';;;', '=', 'Root=1-x;Parent=;Sampled=9', 'a'.repeat(2_000)])}`,
      ],
    }),
};
