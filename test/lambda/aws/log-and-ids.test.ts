import { jsonLog } from '../../../lambda/aws/log';
import { newCallbackSecret, randomIds } from '../../../lambda/aws/system';

test('a log line is one JSON object with the context and the cause of an error', () => {
  const lines: string[] = [];
  const log = jsonLog(line => lines.push(line), { requestId: 'r' });
  log.error('No answer.', { error: new TypeError('outer', { cause: new Error('inner\nline') }) });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'ERROR',
    message: 'No answer.',
    requestId: 'r',
    error: { name: 'TypeError', message: 'outer', cause: { message: 'inner\nline' } },
  });
});

test('what JSON cannot hold is logged all the same', () => {
  const lines: string[] = [];
  const log = jsonLog(line => lines.push(line), { requestId: 'r' });
  log.warn('A job failed.', { error: { size: 1n } });
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'WARN', message: 'A job failed.' });
  expect(lines[0]).toContain('1n');
});

test('ids sort as they came and never repeat', () => {
  const ids = Array.from({ length: 1_000 }, (_, at) => randomIds.job(1_700_000_000_000 + at));
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(id => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
  const together = Array.from({ length: 1_000 }, () => randomIds.job(1_700_000_000_000));
  expect(new Set(together).size).toBe(1_000);
});

test('a callback secret has 24 random bytes', () => {
  expect(Buffer.from(newCallbackSecret(), 'base64')).toHaveLength(24);
});
