import fc from 'fast-check';
import { compileAccessLog } from '../../../../local/gateway/log/access-log';

/** Reads a record as the gateway's context is read. */
const reading = (record: Readonly<Record<string, unknown>>) => (name: string) =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const context = {
  requestId: 'r-1',
  status: 200,
  'identity.sourceIp': '203.0.113.7',
  'identity.caller': null,
  'identity.user': '',
  'identity.userAgent': 'curl/8 "quoted"\r\nforged: line',
  'identity.apiKey': 'abcdefghijklmnopqrst123456',
  requestTime: '21/Nov/2026:21:18:04 +0000',
  httpMethod: 'GET',
  resourcePath: '/jobs/{jobId}',
  protocol: 'HTTP/1.1',
  responseLength: 0,
  'error.message': 'He said "no"',
  'error.messageString': '"He said \\"no\\""',
  'authorizer.claims.sub': 'me',
};

test.each([
  [
    'CLF',
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
    '203.0.113.7 - - [21/Nov/2026:21:18:04 +0000] "GET /jobs/{jobId} HTTP/1.1" 200 0 r-1',
  ],
  [
    'JSON',
    '{"requestId":"$context.requestId","agent":"$context.identity.userAgent","status":$context.status,"caller":"$context.identity.caller","error":$context.error.messageString,"text":"$context.error.message"}',
    '{"requestId":"r-1","agent":"curl/8 \\"quoted\\"\\r\\nforged: line","status":200,"caller":"-","error":"He said \\"no\\"","text":"He said \\"no\\""}',
  ],
  [
    'XML',
    '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> </request>',
    '<request id="r-1"> <ip>203.0.113.7</ip> <caller>-</caller> </request>',
  ],
  [
    'CSV',
    '$context.identity.sourceIp,$context.identity.caller,$context.requestTime,$context.status',
    '203.0.113.7,-,21/Nov/2026:21:18:04 +0000,200',
  ],
  [
    'several lines',
    '{\n  "id": "$context.requestId",\n  "sub": "$context.authorizer.claims.sub"\n}',
    '{ "id": "r-1", "sub": "me" }',
  ],
  ['a sentence', 'Done $context.requestId. Next', 'Done r-1. Next'],
  [
    'unknown names and other text',
    '$context.nothing $stageVariables.x $util.x $context. $contextual',
    '- $stageVariables.x $util.x $context. $contextual',
  ],
  ['inherited names', '$context.constructor', '-'],
  ['an API key', '$context.identity.apiKey', '********************123456'],
  ['line breaks outside JSON', '[$context.identity.userAgent]', '[curl/8 "quoted" forged: line]'],
])('%s', (_what, format, expected) => {
  expect(compileAccessLog(format)(reading(context))).toBe(`${expected}\n`);
});

test('JSON formats give one line of JSON whatever the values are', () => {
  const names = ['requestId', 'identity.userAgent', 'path', 'authorizer.claims.sub'];
  const format = compileAccessLog(`{${names.map(name => `"${name}":"$context.${name}"`).join(',')}}`);
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(undefined), fc.integer(), fc.boolean());
  fc.assert(
    fc.property(fc.tuple(value, value, value, value), values => {
      const given = Object.fromEntries(names.map((name, index) => [name, values[index]]));
      const line = format(reading(given));
      expect(line.match(/[\r\n]/g)).toEqual(['\n']);
      expect(JSON.parse(line)).toEqual(
        Object.fromEntries(names.map((name, index) => [name, String(values[index] ?? '') || '-'])),
      );
    }),
    { numRuns: 1000 },
  );
});

test('agrees with naive replacement of one name at a time', () => {
  const name = fc.constantFrom('a', 'b.c', 'd_e', 'f1');
  const part = fc.oneof(
    name.map(text => `$context.${text}`),
    fc.constantFrom(' ', '"', ',', '<x>', '$', 'context.a', ' - '),
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }),
      fc.dictionary(name, fc.constantFrom('1', 'x y', '')),
      (parts, values) => {
        const expected = parts.map(text => {
          const [, key] = /^\$context\.(.+)$/.exec(text) ?? [];
          return key === undefined ? text : values[key] || '-';
        });
        // A separator after each part keeps names apart, as formats do.
        expect(compileAccessLog(`>${parts.join('|')}<`)(reading(values))).toBe(`>${expected.join('|')}<\n`);
      },
    ),
    { numRuns: 1000 },
  );
});
