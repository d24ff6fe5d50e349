/** Compiles TypeScript for jest with esbuild, file by file; types are checked apart by tsc. */
const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

const options = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  // Jest runs tests in contexts of their own, where Node refuses import().
  supported: { 'dynamic-import': false },
};
const version = esbuild.version + JSON.stringify(options);

module.exports = {
  getCacheKey: (source, path) =>
    createHash('sha256').update(version).update(path).update(source).digest('hex'),
  process: (source, path) => esbuild.transformSync(source, { ...options, sourcefile: path }),
};
