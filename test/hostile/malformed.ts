/** Requests that break HTTP itself: framing, header syntax, versions, other protocols. */
import { type Maker, message, NAMES, PRINTABLE } from './message';

export const MALFORMED: Readonly<Record<string, Maker>> = {
  'huge header': (random, { path }) =>
    message({ target: path, headers: [`x-large: ${'a'.repeat(1 + random.int(60_000))}`] }),
  'many headers': (random, { path }) =>
    message({
      target: path,
      headers: Array.from({ length: random.int(3_000) }, (_, index) => `x-${index}: ${random.int(9)}`),
    }),
  'odd header names': (random, { path }) =>
    message({
      target: path,
      headers: NAMES.map(name => `${name}${random.pick(['', ' ', '\t'])}: ${random.text(5, PRINTABLE)}`),
    }),
  'control characters': (random, { path }) =>
    message({
      target: path + random.pick(['\0', '\x01', '\x7f', '\n', '\r', '\xff']),
      headers: [`x-odd: a${random.pick(['\0', '\x08', '\xfe', '\r'])}b`],
    }),
  'folded header': (random, { path }) =>
    message({ target: path, headers: ['x-folded: one', random.pick([' two', '\ttwo', ':', 'nothing'])] }),
  'truncated body': (random, { post }) =>
    message({
      method: 'POST',
      target: post,
      headers: [`Content-Length: ${10 + random.int(100_000)}`],
      body: '{"a":',
    }),
  'bad chunking': (random, { post }) =>
    message({
      method: 'POST',
      target: post,
      headers: ['Transfer-Encoding: chunked'],
      body: random.pick([
        'zz\r\nabc\r\n',
        '-1\r\n\r\n',
        'ffffffffffffffffff\r\n',
        '5\r\nabc',
        '3;ext="\r\nabc\r\n0\r\n\r\n',
        '3\nabc\n0\n\n',
        '0\r\nx: y\r\n\r\n',
        '0x3\r\nabc\r\n0\r\n\r\n',
        '',
      ]),
    }),
  'two framings': (random, { post }) =>
    message({
      method: 'POST',
      target: post,
      headers: random.pick([
        ['Content-Length: 3', 'Transfer-Encoding: chunked'],
        ['Content-Length: 3', 'Content-Length: 4'],
        ['Content-Length: 3', 'Content-Length: 3'],
        ['Content-Length: -3'],
        ['Content-Length: 3, 3'],
        ['Content-Length: +3'],
        ['Content-Length: 99999999999999999999'],
        ['Transfer-Encoding: identity, chunked'],
        ['Transfer-Encoding: \x0bchunked'],
      ]),
      body: 'abc',
    }),
  'odd version': (random, { path }) =>
    message({
      target: path,
      version: random.pick([
        'HTTP/1.0',
        'HTTP/0.9',
        'HTTP/1.2',
        'HTTP/2.0',
        'HTTP/9.9',
        'http/1.1',
        'HTTP/1.1 ',
        '',
      ]),
      host: random.oneIn(2) ? [] : ['Host: 127.0.0.1'],
    }),
  'odd host': (random, { path }) =>
    message({
      target: path,
      host: random.pick([
        [],
        ['Host: a', 'Host: b'],
        ['Host:'],
        ['Host: [::1'],
        ['Host: a b'],
        [`Host: ${'h'.repeat(5_000)}`],
        ['Host: api.example.com'],
        ['Host: ../..'],
      ]),
    }),
  garbage: random => random.bytes(1 + random.int(400)),
  'wrong protocol': random =>
    Buffer.from(
      random.pick([
        '\x16\x03\x01\x02\x00\x01\x00',
        'SSH-2.0-x\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'EHLO x\r\n',
        '\r\n\r\n\r\n',
        '{"a":1}',
      ]),
      'latin1',
    ),
  'unwanted upgrade': (random, { path }) =>
    message({
      target: path,
      headers: random.pick([
        ['Connection: Upgrade', 'Upgrade: websocket'],
        ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAA'],
        ['Expect: 100-continue', 'Content-Length: 10'],
        ['Expect: something'],
      ]),
    }),
};
