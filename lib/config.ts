import { inspect } from 'node:util';
import { isNativeError } from 'node:util/types';
import { type BudgetConfig, budgetDefaults } from './config/budget';
import type { Problem } from './config/check';
import { type CorsConfig, corsDefaults } from './config/cors';
import { type DomainConfig, domainDefaults } from './config/domain';
import { type FunctionConfig, functionDefaults, type WorkerConfig, workerDefaults } from './config/functions';
import { type JobsConfig, jobsDefaults } from './config/jobs';
import { type LogsConfig, logsDefaults } from './config/logs';
import { plainData } from './config/plain-data';
import { type StageConfig, stageCheck } from './config/stage-config';
import type { StateConfig } from './config/state';
import { type TracingConfig, tracingDefaults } from './config/tracing';
import { type WafConfig, wafDefaults } from './config/waf';

export type { StageConfig } from './config/stage-config';

/** Parts of a stage that every stage has, by what stands for them where the config leaves them out. */
const defaults = {
  endpoint: 'regional',
  plans: [],
  keySource: 'header',
  authorization: { mode: 'none' },
  throttle: { rate: 2000, burst: 4000 },
  validation: 'coarse',
  variables: {},
  submissionTopics: [],
  schedules: [],
} as const satisfies StageConfig;

type WithDefaults<T, D> = T & Required<Pick<T, keyof T & keyof D>>;

/** A checked stage config with its name and every default filled in. */
export interface Stage extends WithDefaults<StageConfig, typeof defaults> {
  readonly name: string;
  readonly logs: Required<LogsConfig>;
  readonly tracing: Required<TracingConfig>;
  readonly api: WithDefaults<FunctionConfig, typeof functionDefaults>;
  readonly worker: WithDefaults<WorkerConfig, typeof workerDefaults>;
  readonly jobs: Required<JobsConfig>;
  readonly state: Required<StateConfig>;
  readonly cors?: Required<CorsConfig>;
  readonly waf?: Required<WafConfig>;
  readonly budget?: Required<BudgetConfig>;
  readonly domain?: WithDefaults<DomainConfig, typeof domainDefaults>;
}

/** A config that cannot be deployed, with everything that is wrong in it. */
export class ConfigurationError extends Error {
  readonly problems: readonly Problem[];

  constructor(source: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(`${source} has ${count}:\n${problems.map(sentence).join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Checks a stage config and fills in its defaults.
 * @throws ConfigurationError naming every problem
 */
export function resolveStage(name: string, written: unknown): Stage {
  const config = checked(name, written);
  const removal = config.state?.removal ?? 'retain';
  return {
    ...defaults,
    ...config,
    name,
    logs: { ...logsDefaults, ...config.logs },
    tracing: { ...tracingDefaults, ...config.tracing },
    api: { ...functionDefaults, ...config.api },
    worker: { ...workerDefaults, ...config.worker },
    jobs: { ...jobsDefaults, ...config.jobs },
    state: { customerKey: false, deletionProtection: removal === 'retain', ...config.state, removal },
    cors: config.cors && { ...corsDefaults, ...config.cors },
    waf: config.waf && { ...wafDefaults, ...config.waf },
    budget: config.budget && { ...budgetDefaults, ...config.budget },
    domain: config.domain && { ...domainDefaults, ...config.domain },
  };
}

/** The config as plain data; what is written as `undefined` is left out, so that its default stands for it. */
function checked(name: string, written: unknown): StageConfig {
  const unreadable: Problem[] = [];
  const data = plainData(written, problem => unreadable.push(problem));
  const hidden = new Set(unreadable.map(({ path }) => path));
  const problems: Problem[] = [];
  stageCheck(data, '', problem => {
    if (!hidden.has(problem.path)) problems.push(problem);
  });
  problems.unshift(...unreadable);
  if (problems.length > 0) throw new ConfigurationError(`config/${name}.ts`, problems);
  return JSON.parse(JSON.stringify(data)) as StageConfig;
}

function sentence({ path, what, received, allowed, remedy }: Problem): string {
  return `  ${path || 'the config'} ${what}.\n    received: ${shown(received)}\n    allowed: ${allowed}\n    remedy: ${remedy}`;
}

const longestShown = 200;

/** As the user wrote it, also what JSON has no words for. */
function shown(received: unknown): string {
  if (received === undefined) return 'nothing';
  // Its stack would be shown otherwise.
  if (isNativeError(received)) return `${received.name}: ${received.message}`;
  if (typeof received === 'string') {
    const rest =
      received.length > longestShown ? ` and ${received.length - longestShown} characters more` : '';
    return `${JSON.stringify(received.slice(0, longestShown))}${rest}`;
  }
  const width = { breakLength: Number.POSITIVE_INFINITY, compact: true };
  return inspect(received, { ...width, depth: 3, maxStringLength: longestShown });
}
