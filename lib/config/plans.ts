import { tenantPattern } from '../../contract/table';
import {
  entries,
  fields,
  flag,
  items,
  number,
  oneOf,
  type Rule,
  refuse,
  required,
  text,
  unique,
} from './check';
import { type RouteName, routeNameCheck } from './routes';
import { type ThrottleConfig, throttleCheck } from './throttle';

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
}

export interface QuotaConfig {
  /** Requests in a period. */
  readonly limit: number;
  /** When counting starts anew, at midnight UTC. */
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
  /**
   * Days into the period at which it starts: 0 for DAY, 0–6 (0 is Sunday) for WEEK, 0–27 for MONTH.
   * @default 0
   */
  readonly offset?: number;
}

export interface KeyConfig {
  /** Name of the key, unique in the stage. */
  readonly name: string;
  /** Whose jobs the key sees. Several keys may belong to one tenant. */
  readonly tenant: string;
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

const name = text(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'letters, digits, dots, hyphens and underscores, 64 at most, beginning with a letter or digit',
  'shorten the name or replace the other characters by hyphens',
);
const tenant = text(
  tenantPattern,
  'letters, digits and . _ : @ -, 128 at most, beginning with a letter or digit',
  'shorten the tenant or replace the other characters by hyphens',
);
const description = text(
  /^[^\p{Cc}]{1,1000}$/u,
  '1 to 1000 characters on one line',
  'shorten the description',
);

/** The last day of a period's offset (API Gateway API reference, QuotaSettings). */
const lastOffset = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

const offsetInPeriod: Rule<QuotaConfig> = ({ period, offset = 0 }, path, report) => {
  if (offset <= lastOffset[period]) return;
  const allowed = `0 to ${lastOffset[period]} for ${period}`;
  refuse(
    report,
    `${path}.offset`,
    'is outside the period',
    offset,
    allowed,
    'lower the offset or lengthen the period',
  );
};

const quota = fields<QuotaConfig>(
  {
    limit: required(number({ minimum: 1, maximum: 2_147_483_647, unit: 'requests in a period' })),
    period: required(oneOf(['DAY', 'WEEK', 'MONTH'])),
    offset: number({ minimum: 0, maximum: 27, unit: 'days' }),
  },
  offsetInPeriod,
);

const key = fields<KeyConfig>({ name: required(name), tenant: required(tenant), enabled: flag, description });

const plan = fields<PlanConfig>({
  name: required(name),
  description,
  throttle: throttleCheck,
  quota,
  routes: entries(routeNameCheck, throttleCheck),
  keys: items<KeyConfig>(key),
});

/** A key joins one plan per stage, as API Gateway demands; its name stands for it. */
const onePlanPerKey: Rule<readonly PlanConfig[]> = (plans, path, report) => {
  const planOfKey = new Map<string, string>();
  plans.forEach((plan, index) => {
    plan.keys?.forEach((key, keyIndex) => {
      const other = planOfKey.get(key.name);
      if (other === undefined) planOfKey.set(key.name, plan.name);
      else {
        refuse(
          report,
          `${path}[${index}].keys[${keyIndex}].name`,
          `is already a key of plan ${other}`,
          key.name,
          'each key in one plan of the stage',
          'remove the key from one of the plans or rename it',
        );
      }
    });
  });
};

export const plansCheck = items<PlanConfig>(
  plan,
  unique(plan => plan.name, 'name'),
  onePlanPerKey,
);
