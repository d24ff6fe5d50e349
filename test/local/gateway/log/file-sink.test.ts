import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLogSink } from '../../../../local/gateway/log/file-sink';

test('each log of each stage has a file of its own, which runs append to', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'logs-'));
  try {
    for (const run of [1, 2]) {
      const sink = fileLogSink(join(directory, 'logs'));
      sink.access('api1', 'dev', `access ${run}\n`);
      sink.access('api1', 'prod', `prod ${run}\n`);
      sink.execution('api1', 'dev', `execution ${run}\n`);
      await sink.close();
    }
    const text = (name: string) => readFileSync(join(directory, 'logs', name), 'utf8');
    expect(readdirSync(join(directory, 'logs')).sort()).toEqual([
      'API-Gateway-Execution-Logs_api1-dev.log',
      'access-api1-dev.log',
      'access-api1-prod.log',
    ]);
    expect(text('access-api1-dev.log')).toBe('access 1\naccess 2\n');
    expect(text('API-Gateway-Execution-Logs_api1-dev.log')).toBe('execution 1\nexecution 2\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
