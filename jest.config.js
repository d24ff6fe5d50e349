/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/test/transform.js' },
  snapshotResolver: '<rootDir>/test/snapshots/resolver.js',
  globalSetup: '<rootDir>/test/temporary-folder.js',
  // Beside the other things that are built, so that a run leaves nothing in the system's temporary folder.
  cacheDirectory: '<rootDir>/build/jest',
  testSequencer: '<rootDir>/test/sequencer.js',
  testTimeout: 30_000,
  // Every core, and a fresh worker when one has grown: each template test loads all of aws-cdk-lib anew.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
};
