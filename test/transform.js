/** Compiles TypeScript for jest with esbuild, file by file; types are checked apart by tsc. */
const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

module.exports = {
  getCacheKey: (source, path) =>
    createHash('sha256').update(esbuild.version).update(path).update(source).digest('hex'),
  process: (source, path) =>
    esbuild.transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
    }),
};
