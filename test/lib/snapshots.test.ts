import { resolveStage } from '../../lib/config';
import { loadStage, stageNames } from '../../lib/load-stage';
import { otherStages } from './other-stages';
import { type StackName, synthesizeStage } from './synthesize';

const stacks: readonly StackName[] = ['Repository', 'AccountLogging', 'State', 'Api'];

describe.each(['dev', 'stg', 'prod'])('stage %s', name => {
  const templates = synthesizeStage(loadStage(name));

  it.each(stacks)('has a reviewed %s stack', stack => {
    expect(reviewed(templates[stack].toJSON())).toMatchSnapshot();
  });
});

describe.each(['edge', 'requests'])('what those stages do not use: %s', name => {
  it('has a reviewed Api stack', () => {
    expect(reviewed(synthesizeStage(resolveStage(name, otherStages[name])).Api.toJSON())).toMatchSnapshot();
  });
});

it('has the stages that are reviewed here', () => {
  expect(stageNames()).toEqual(expect.arrayContaining(['dev', 'stg', 'prod']));
});

/**
 * The resources and outputs without what says nothing to a reviewer: the digest of the API at the end of a deployment's
 * logical id, and the paths of constructs.
 */
function reviewed({ Resources, Outputs }: { readonly [section: string]: unknown }): unknown {
  const text = JSON.stringify({ Resources, Outputs }, (key, value: unknown) =>
    key === 'Metadata' ? undefined : value,
  );
  return JSON.parse(text.replace(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1'));
}
