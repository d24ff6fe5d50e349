import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { jobCatalogue } from '#generated/job-catalogue';
import { jobTypes } from '#generated/job-types';
import { inputValidators, validators } from '#generated/validators';
import { schemas } from '../../contract/schemas';
import { projectRoot } from '../../lib/handlers/project';

const modules = readdirSync(join(projectRoot, 'lambda', 'jobs'))
  .filter(name => name.endsWith('.ts'))
  .map(name => name.slice(0, -'.ts'.length));

test('each module of lambda/jobs is a job type, with a description and a validator of its input', () => {
  expect(jobTypes.map(type => type.name)).toEqual(modules.sort());
  expect(jobCatalogue.map(type => type.name)).toEqual(modules);
  expect(Object.keys(inputValidators)).toEqual(modules);
  for (const { description } of jobCatalogue) expect(description).toMatch(/\.$/);
});

test('each schema of the contract has a validator', () => {
  expect(Object.keys(validators)).toEqual(Object.keys(schemas));
});

test('validators check formats and report every mistake', () => {
  const job = { id: 1, createdAt: 'yesterday' };
  expect(validators.Job(job)).toBe(false);
  const found = validators.Job.errors?.map(error => [error.keyword, error.instancePath]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['format', '/createdAt'],
      ['type', '/id'],
      ['required', ''],
    ]),
  );
});
