import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveStage } from '../../lib/config';
import { resources, synthesize, synthesizeStage } from './synthesize';

interface FunctionProperties {
  readonly Code: { readonly ImageUri: unknown };
  readonly ImageConfig: { readonly Command: readonly string[] };
  readonly Architectures: readonly string[];
}

const functions = (template: Parameters<typeof resources>[0]) =>
  Object.values(resources<FunctionProperties>(template, 'AWS::Lambda::Function')).map(fn => fn.Properties);

describe('the image', () => {
  it('is pinned by its digest in the repository', () => {
    for (const fn of functions(synthesize().Api)) {
      expect(JSON.stringify(fn.Code.ImageUri)).toContain(`"@sha256:${'a'.repeat(64)}"`);
      expect(JSON.stringify(fn.Code.ImageUri)).toContain('Jobgate-Repository:');
    }
  });

  it('differs between the two sources in nothing but its address', () => {
    const directory = mkdtempSync(join(tmpdir(), 'image-'));
    writeFileSync(join(directory, 'Dockerfile'), 'FROM scratch\n');
    try {
      const withoutImage = (properties: FunctionProperties[]) =>
        properties.map(({ Code: _, ...rest }) => rest);
      const stage = resolveStage('test', {});
      const built = functions(synthesizeStage(stage, { directory }).Api);
      expect(withoutImage(built)).toEqual(withoutImage(functions(synthesizeStage(stage).Api)));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is for one architecture and starts a handler of its own in each function', () => {
    const found = functions(synthesize().Api);
    expect(found.map(fn => fn.Architectures)).toEqual(found.map(() => ['arm64']));
    const commands = found.map(fn => fn.ImageConfig.Command.join(' '));
    expect(new Set(commands).size).toBe(commands.length);
    expect(commands).toEqual(expect.arrayContaining(['api.handler', 'worker.handler', 'sweeper.handler']));
  });
});

it('takes any names for what a stage has several of', () => {
  const { Api, State } = synthesize({
    plans: [
      {
        name: 'Resource',
        keys: [
          { name: 'Default', tenant: 'a' },
          { name: 'Resource', tenant: 'b' },
        ],
      },
    ],
    submissionTopics: ['Submissions', 'Resource', 'Topics'].map(name => ({ name, tenant: 'a' })),
    schedules: ['Role', 'Schedules'].map(name => ({
      name,
      expression: 'rate(1 day)',
      tenant: 'a',
      job: { name },
    })),
  });
  Api.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
  Api.resourceCountIs('AWS::Scheduler::Schedule', 2);
  expect(Object.keys(resources(State, 'AWS::SNS::Subscription'))).toHaveLength(3);
});

it('takes a field that is undefined for left out', () => {
  const stage = resolveStage('test', {
    region: undefined,
    worker: { timeoutSeconds: undefined },
    authorization: { mode: 'cognito', cacheSeconds: undefined, scopes: undefined },
  });
  expect(stage).toEqual(resolveStage('test', { worker: {}, authorization: { mode: 'cognito' } }));
  expect(Object.keys(stage)).not.toContain('region');
});
