import { newApp } from '../../../lib/app';
import { addJobgate } from '../../../lib/jobgate';
import { loadStage } from '../../../lib/load-stage';
import { mistakes } from './mistakes';
import { broken, promises } from './promises';
import type { TemplateJson } from './template';

const known = new Map<string, readonly TemplateJson[]>();

/** Templates of a stage, new ones each time, so that a mistake stays in its test. */
function templatesOf(name: string): readonly TemplateJson[] {
  const found = known.get(name) ?? synthesize(name);
  known.set(name, found);
  return structuredClone(found);
}

function synthesize(name: string): readonly TemplateJson[] {
  const app = newApp();
  addJobgate(app, loadStage(name), { digest: `sha256:${'a'.repeat(64)}` });
  return app.synth().stacks.map(stack => stack.template as TemplateJson);
}

it.each(['dev', 'stg', 'prod', 'private-demo'])('stage %s keeps every promise', name => {
  expect(templatesOf(name).flatMap(broken)).toEqual([]);
});

it.each(Object.entries(mistakes))(
  '%s is noticed',
  (_name, { stage, type, where = () => true, breaks, plant }) => {
    const templates = templatesOf(stage);
    const [found] = templates.flatMap(template =>
      Object.values(template.Resources).flatMap(resource =>
        resource.Type === type && where(resource.Properties) ? [{ template, resource }] : [],
      ),
    );
    if (!found) throw new Error(`No ${type} of stage ${stage} could be spoilt.`);
    plant(found.resource.Properties, found.template);
    expect(broken(found.template)).toContain(breaks);
  },
);

it('has a mistake for every promise', () => {
  const tried = Object.values(mistakes).map(({ breaks }) => breaks);
  expect(Object.keys(promises).filter(name => !tried.includes(name))).toEqual([]);
});
