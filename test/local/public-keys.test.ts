import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPublicKeys } from '../../local/public-keys';

const arn = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc';
const keys = { keys: [{ kid: 'a' }] };

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'jobgate-jwks-')), 'jwks.json');
  writeFileSync(path, content);
  return path;
}

test.each([
  ['one set for every pool', keys, keys],
  ['a set by the pool’s ARN', { [arn]: keys }, keys],
  ['a set by the pool’s id', { 'eu-west-1_abc': keys }, keys],
  ['a set for another pool', { 'eu-west-1_xyz': keys }, { keys: [] }],
])('%s', async (_name, content, expected) => {
  expect(await readPublicKeys(file(JSON.stringify(content)))(arn)).toEqual(expected);
});

test.each([
  ['{', /cannot be read as JSON/],
  ['[]', /holds neither a JWKS/],
  ['{"pool": 1}', /what stands under pool is no JWKS/],
])('%s is refused with what is allowed', (content, message) => {
  expect(() => readPublicKeys(file(content))).toThrow(message);
});
