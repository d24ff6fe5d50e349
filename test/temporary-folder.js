/**
 * Gives a test run a temporary folder of its own, which goes with everything that tests, servers and functions leave in
 * it. Jest's global set-up, in the process that outlives all others of the run.
 */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobgate-tests-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
};
