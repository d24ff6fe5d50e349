export interface Mistake {
  readonly config: unknown;
  readonly path: string;
  readonly received: unknown;
  readonly allowed: RegExp;
}

const throttle = { rate: 5, burst: 10 };
const plan = { name: 'free', throttle };

/** Mistakes in the shape of a config, its plans and keys, by what is wrong. */
export const planMistakes: Readonly<Record<string, Mistake>> = {
  'an unknown part': {
    config: { plan: [] },
    path: 'plan',
    received: [],
    allowed: /account, region, endpoint, plans/,
  },
  'a part of the wrong kind': {
    config: { plans: 'free' },
    path: 'plans',
    received: 'free',
    allowed: /a list/,
  },
  'a plan without a name': {
    config: { plans: [{ throttle }] },
    path: 'plans[0].name',
    received: undefined,
    allowed: /letters, digits/,
  },
  'a plan by the name of what every object has': {
    config: { plans: [{ ...plan, name: 'constructor' }] },
    path: 'plans[0].name',
    received: 'constructor',
    allowed: /every JavaScript object/,
  },
  'more plans than a stack holds': {
    config: { plans: Array.from({ length: 351 }, (_, at) => ({ name: `plan-${at}` })) },
    path: '',
    received: expect.objectContaining({ plans: 351 }),
    allowed: /300 resources/,
  },
  'two plans of one name': {
    config: { plans: [plan, plan] },
    path: 'plans[1]',
    received: 'free',
    allowed: /each name once/,
  },
  'a burst below the rate': {
    config: { plans: [{ name: 'free', throttle: { rate: 20, burst: 10 } }] },
    path: 'plans[0].throttle.burst',
    received: 10,
    allowed: /from 20 \(the rate\)/,
  },
  'a rate as text': {
    config: { throttle: { rate: '5', burst: 10 } },
    path: 'throttle.rate',
    received: '5',
    allowed: /a number from 0/,
  },
  'a quota by the year': {
    config: { plans: [{ ...plan, quota: { limit: 10, period: 'YEAR' } }] },
    path: 'plans[0].quota.period',
    received: 'YEAR',
    allowed: /DAY, WEEK, MONTH/,
  },
  'an offset outside its period': {
    config: { plans: [{ ...plan, quota: { limit: 10, period: 'WEEK', offset: 7 } }] },
    path: 'plans[0].quota.offset',
    received: 7,
    allowed: /0 to 6 for WEEK/,
  },
  'a throttle on a route that does not exist': {
    config: { plans: [{ ...plan, routes: { 'POST /job': throttle } }] },
    path: 'plans[0].routes["POST /job"]',
    received: 'POST /job',
    allowed: /POST \/jobs/,
  },
  'a stage throttle on a route that does not exist': {
    config: { throttle: { ...throttle, routes: { 'GET /nothing': throttle } } },
    path: 'throttle.routes["GET /nothing"]',
    received: 'GET /nothing',
    allowed: /GET \/jobs/,
  },
  'a key in two plans': {
    config: {
      plans: [
        { ...plan, keys: [{ name: 'ann', tenant: 'acme' }] },
        { ...plan, name: 'pro', keys: [{ name: 'ann', tenant: 'acme' }] },
      ],
    },
    path: 'plans[1].keys[0].name',
    received: 'ann',
    allowed: /each key in one plan/,
  },
  'an existing key in two plans under two names': {
    config: {
      plans: [
        { ...plan, keys: [{ name: 'ann', tenant: 'acme', existingId: 'abcdef0123' }] },
        { ...plan, name: 'pro', keys: [{ name: 'bob', tenant: 'acme', existingId: 'abcdef0123' }] },
      ],
    },
    path: 'plans[1].keys[0].existingId',
    received: 'abcdef0123',
    allowed: /each key in one plan/,
  },
  "a tenant that would reach into another's jobs": {
    config: { plans: [{ ...plan, keys: [{ name: 'ann', tenant: 'acme#1' }] }] },
    path: 'plans[0].keys[0].tenant',
    received: 'acme#1',
    allowed: /letters, digits/,
  },
  "a key's value in the place of its id": {
    config: { plans: [{ ...plan, keys: [{ name: 'ann', tenant: 'acme', existingId: 'a'.repeat(40) }] }] },
    path: 'plans[0].keys[0].existingId',
    received: '40 characters that end with aaaa',
    allowed: /10 letters and digits/,
  },
  "a key's value, which no message repeats": {
    config: { plans: [{ ...plan, keys: [{ name: 'ann', tenant: 'acme', value: 'secret'.repeat(5) }] }] },
    path: 'plans[0].keys[0].value',
    received: '30 characters that end with cret',
    allowed: /name, tenant, existingId/,
  },
};
