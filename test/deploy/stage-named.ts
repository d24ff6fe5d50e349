import { resolveStage, type Stage, type StageConfig } from '../../lib/config';
import { loadStage } from '../../lib/load-stage';
import { otherStages } from '../lib/other-stages';

/**
 * A stage of this project, or one of those that have what its stages do not use, in the endpoint's place. What other
 * services made has the ids that it got there, from OTHER_KEY and OTHER_API.
 */
export function stageNamed(name: string): Stage {
  const other = otherStages[name];
  if (!other) return loadStage(name);
  const { OTHER_KEY = 'abcdef0123', OTHER_API = 'zyxwvu9876' } = process.env;
  const text = JSON.stringify(other).replace('abcdef0123', OTHER_KEY).replace('zyxwvu9876', OTHER_API);
  const config = JSON.parse(text) as StageConfig;
  // The endpoint does not know mappings of base paths with several levels.
  const domain = config.domain?.basePath?.includes('/') ? undefined : config.domain;
  return resolveStage(name, { ...config, domain, account: '123456789012', region: 'us-east-1' });
}
