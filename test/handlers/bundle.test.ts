import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandlers } from '../../lib/handlers/bundle';
import { projectRoot } from '../../lib/handlers/project';

let image: string;
beforeAll(() => {
  image = bundleHandlers();
});

test('every function of lambda/ is one file of the image, which has a Dockerfile', () => {
  const lambda = join(projectRoot, 'lambda');
  const functions = readdirSync(lambda).filter(name => existsSync(join(lambda, name, 'handler.ts')));
  expect(functions).toEqual(expect.arrayContaining(['api', 'worker', 'sweeper']));
  expect(readdirSync(image).sort()).toEqual(['Dockerfile', ...functions.map(name => `${name}.js`)].sort());
});

test('the slow part of the credential chain is left out', () => {
  expect(readFileSync(join(image, 'api.js'), 'utf8')).not.toMatch(/SSOClient|fromIni|fromInstanceMetadata/);
});

test('bundling again touches no file, so that watchers stay quiet', () => {
  const times = () => readdirSync(image).map(name => statSync(join(image, name)).mtimeMs);
  const before = times();
  bundleHandlers();
  expect(times()).toEqual(before);
});
