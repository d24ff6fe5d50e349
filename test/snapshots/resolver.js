/** Keeps every snapshot in test/snapshots, under the path of the test that wrote it. */
const { join, relative, sep } = require('node:path');
const tests = join(__dirname, '..');

module.exports = {
  resolveSnapshotPath: (test, extension) =>
    join(__dirname, relative(tests, test).split(sep).join('__') + extension),
  resolveTestPath: (snapshot, extension) =>
    join(tests, relative(__dirname, snapshot).slice(0, -extension.length).split('__').join(sep)),
  testPathForConsistencyCheck: join(tests, 'some', 'example.test.ts'),
};
