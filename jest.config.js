/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '<rootDir>/test/transform.js' },
  snapshotResolver: '<rootDir>/test/snapshots/resolver.js',
  testTimeout: 30_000,
};
