import { type Check, fields, flag, type Rule, refuse, required, type Shape, text } from './check';
import { items, unique } from './lists';
import { apiIdCheck, apiStageCheck, nameCheck, tenantCheck } from './names';
import { type QuotaConfig, quotaCheck } from './quota';
import type { RouteName } from './routes';
import { routeThrottlesCheck, type ThrottleConfig, throttleCheck } from './throttle';

export interface PlanConfig {
  /** Name of the usage plan, unique in the stage. */
  readonly name: string;
  /**
   * What the plan is for, shown in the console.
   * @default - none
   */
  readonly description?: string;
  /**
   * Limit of each key over all routes. Best effort, as API Gateway applies it.
   * @default - the stage's throttle alone
   */
  readonly throttle?: ThrottleConfig;
  /**
   * Requests that each key has in a period.
   * @default - unlimited
   */
  readonly quota?: QuotaConfig;
  /**
   * Limits of each key on single routes, in place of the plan's.
   * @default - none
   */
  readonly routes?: Readonly<Partial<Record<RouteName, ThrottleConfig>>>;
  /**
   * Keys of the plan. API Gateway generates their values.
   * @default - none; keys are made with the command line
   */
  readonly keys?: readonly KeyConfig[];
  /**
   * Stages of other APIs that the plan opens as well.
   * @default - this stage alone
   */
  readonly otherStages?: readonly OtherStageConfig[];
}

export interface OtherStageConfig {
  /** Id of a REST API in the same account and region. */
  readonly apiId: string;
  /** Name of its stage. */
  readonly stage: string;
}

export interface KeyConfig {
  /** Name of the key, unique in the stage. */
  readonly name: string;
  /** Whose jobs the key sees. Several keys may belong to one tenant. */
  readonly tenant: string;
  /**
   * Id of a key that exists already, of another stage for instance, to join this plan instead of a new key.
   * @default - a new key
   */
  readonly existingId?: string;
  /**
   * Whether the key opens anything.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Who holds the key, shown in the console.
   * @default - none
   */
  readonly description?: string;
}

const description = text(
  /^[^\p{Cc}]{1,1000}$/u,
  '1 to 1000 characters on one line',
  'shorten the description',
);

const keyShape: Shape<KeyConfig> = {
  name: required(nameCheck),
  tenant: required(tenantCheck),
  existingId: text(/^[a-z0-9]{10}$/, "a key's id of 10 letters and digits", 'copy the id, never the value'),
  enabled: flag,
  description,
};

const changesNoOther: Rule<KeyConfig> = (key, path, report) => {
  if (key.existingId === undefined || (key.enabled === undefined && key.description === undefined)) return;
  const allowed = 'neither enabled nor description beside existingId';
  refuse(report, path, 'changes a key of another stage', key, allowed, 'set them where the key is made');
};

/** Whoever writes a key's value into a config should not find it in a log as well. */
const keyCheck: Check = (value, path, report) =>
  fields<KeyConfig>(keyShape, changesNoOther)(value, path, problem => {
    const field = problem.path.slice(path.length + 1);
    const hidden = field === 'existingId' || !Object.hasOwn(keyShape, field);
    report(hidden ? { ...problem, received: withoutValue(problem.received) } : problem);
  });

function withoutValue(received: unknown): unknown {
  if (typeof received !== 'string' || received.length < 20) return received;
  return `${received.length} characters that end with ${received.slice(-4)}`;
}

const plan = fields<PlanConfig>({
  name: required(nameCheck),
  description,
  throttle: throttleCheck,
  quota: quotaCheck,
  routes: routeThrottlesCheck,
  keys: items<KeyConfig>(keyCheck),
  otherStages: items<OtherStageConfig>(
    fields<OtherStageConfig>({
      apiId: required(apiIdCheck),
      stage: required(apiStageCheck),
    }),
    unique(({ apiId, stage }) => `${apiId}/${stage}`, 'stage'),
  ),
});

/** A key joins one plan per stage, as API Gateway demands. */
function onePlanPer(field: 'name' | 'existingId'): Rule<readonly PlanConfig[]> {
  return (plans, path, report) => {
    const planOf = new Map<string, string>();
    plans.forEach((plan, index) => {
      plan.keys?.forEach(({ [field]: value }, keyIndex) => {
        if (value === undefined) return;
        const other = planOf.get(value);
        planOf.set(value, plan.name);
        if (other === undefined) return;
        const at = `${path}[${index}].keys[${keyIndex}].${field}`;
        const remedy = 'remove the key from one of the plans or rename it';
        refuse(
          report,
          at,
          `is already a key of plan ${other}`,
          value,
          'each key in one plan of the stage',
          remedy,
        );
      });
    });
  };
}

export const plansCheck = items<PlanConfig>(
  plan,
  unique(plan => plan.name, 'name'),
  onePlanPer('name'),
  onePlanPer('existingId'),
);
