import { resolveStage } from '../../lib/config';
import { loadStage, stageNames } from '../../lib/load-stage';
import { otherStages } from './other-stages';
import { type StackName, synthesizeStage } from './synthesize';

const stacks: readonly StackName[] = ['Repository', 'AccountLogging', 'State', 'Api'];

describe.each(['dev', 'stg', 'prod'])('stage %s', name => {
  it.each(stacks)('has a reviewed %s stack', stack => {
    const templates = synthesizeStage(loadStage(name));
    expect(withoutHashes(templates[stack].toJSON())).toMatchSnapshot();
  });
});

describe.each(Object.entries(otherStages))('what the stages do not use: %s', (name, config) => {
  it.each(['State', 'Api'] as const)('has a reviewed %s stack', stack => {
    expect(withoutHashes(synthesizeStage(resolveStage(name, config))[stack].toJSON())).toMatchSnapshot();
  });
});

it('has the stages that are reviewed here', () => {
  expect(stageNames()).toEqual(expect.arrayContaining(['dev', 'stg', 'prod']));
});

/** A deployment's logical id ends in a digest of the API, which says nothing to a reviewer. */
function withoutHashes(template: object): unknown {
  return JSON.parse(JSON.stringify(template).replace(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1'));
}
