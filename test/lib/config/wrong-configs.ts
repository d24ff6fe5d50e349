import { type Mistake, planMistakes } from './wrong-plans';

const zone = { from: 'id', id: 'Z0123456789', name: 'example.com' };
export const domain = { name: 'api.example.com', zone };

/** By what is wrong with them: configs, and the one problem that each has. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  ...planMistakes,
  'a malformed address range': {
    config: { allowedIps: ['203.0.113.0/33'] },
    path: 'allowedIps[0]',
    received: '203.0.113.0/33',
    allowed: /203\.0\.113\.0\/24/,
  },
  'a certificate in the wrong region': {
    config: {
      region: 'eu-central-1',
      domain: { ...domain, certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/1' },
    },
    path: 'domain.certificate',
    received: 'us-east-1',
    allowed: /eu-central-1/,
  },
  'an edge certificate outside us-east-1': {
    config: {
      region: 'eu-central-1',
      endpoint: 'edge',
      domain: { ...domain, certificate: 'arn:aws:acm:eu-central-1:123456789012:certificate/1' },
    },
    path: 'domain.certificate',
    received: 'eu-central-1',
    allowed: /us-east-1/,
  },
  'a certificate of a partition that is none': {
    config: {
      domain: { ...domain, certificate: 'arn:awsfoo:acm:us-east-1:123456789012:certificate/1' },
    },
    path: 'domain.certificate',
    received: 'arn:awsfoo:acm:us-east-1:123456789012:certificate/1',
    allowed: /a certificate's ARN/,
  },
  'a domain outside its zone': {
    config: { domain: { ...domain, name: 'api.example.org' } },
    path: 'domain.name',
    received: 'api.example.org',
    allowed: /example\.com or a name below it/,
  },
  'a domain that merely ends like its zone': {
    config: { domain: { ...domain, name: 'api.badexample.com' } },
    path: 'domain.name',
    received: 'api.badexample.com',
    allowed: /a name below it/,
  },
  'a wildcard that does not reach the name': {
    config: { domain: { ...domain, name: 'a.b.example.com', certificate: 'wildcard' } },
    path: 'domain.certificate',
    received: 'a.b.example.com',
    allowed: /one label/,
  },
  'a base path of several levels at the edge': {
    config: { endpoint: 'edge', region: 'eu-central-1', domain: { ...domain, basePath: 'jobs/v1' } },
    path: 'domain.basePath',
    received: 'jobs/v1',
    allowed: /one level/,
  },
  'a zone to look up without an account': {
    config: { domain: { ...domain, zone: { from: 'lookup', name: 'example.com' } } },
    path: 'domain.zone',
    received: {},
    allowed: /account and region/,
  },
  'more jobs of a tenant than an item holds': {
    config: { jobs: { limits: { '*': { unfinished: 2001 } } } },
    path: 'jobs.limits["*"].unfinished',
    received: 2001,
    allowed: /from 1 to 2000/,
  },
  'any origin with credentials': {
    config: { cors: { origins: ['*'], credentials: true } },
    path: 'cors.credentials',
    received: true,
    allowed: /false with origins/,
  },
  'an origin with the port that browsers leave out': {
    config: { cors: { origins: ['https://app.example.com:443'] } },
    path: 'cors.origins[0]',
    received: 'https://app.example.com:443',
    allowed: /^https:\/\/app\.example\.com$/,
  },
  'an origin with a port that does not exist': {
    config: { cors: { origins: ['https://app.example.com:65536'] } },
    path: 'cors.origins[0]',
    received: 'https://app.example.com:65536',
    allowed: /a port that exist/,
  },
  'no header for a key or token': {
    config: { cors: { origins: ['*'], headers: [] } },
    path: 'cors.headers',
    received: [],
    allowed: /at least the header/,
  },
  'a header in two spellings': {
    config: { cors: { origins: ['*'], headers: ['X-Api-Key', 'x-api-key'] } },
    path: 'cors.headers[1]',
    received: 'x-api-key',
    allowed: /each header once/,
  },
  'an origin with a path': {
    config: { cors: { origins: ['https://app.example.com/'] } },
    path: 'cors.origins[0]',
    received: 'https://app.example.com/',
    allowed: /https:\/\/app\.example\.com/,
  },
  'a budget that nobody hears of': {
    config: { budget: { monthlyDollars: 5, emails: [] } },
    path: 'budget.emails',
    received: [],
    allowed: /at least an address/,
  },
  'a retention that CloudWatch does not know': {
    config: { logs: { retentionDays: 31 } },
    path: 'logs.retentionDays',
    received: 31,
    allowed: /30, 60/,
  },
  'the key itself in the access log': {
    config: { logs: { accessFields: { id: '$context.requestId', key: '$context.identity.apiKey' } } },
    path: 'logs.accessFields.key',
    received: '$context.identity.apiKey',
    allowed: /not \$context\.identity\.apiKey/,
  },
  'the key itself behind another name': {
    config: { logs: { accessFields: { id: '$context.requestId', key: '$context.identity.apiKey.' } } },
    path: 'logs.accessFields.key',
    received: '$context.identity.apiKey.',
    allowed: /not \$context\.identity\.apiKey/,
  },
  'an access log without the request': {
    config: { logs: { accessFields: { status: '$context.status' } } },
    path: 'logs.accessFields',
    received: ['status'],
    allowed: /\$context\.requestId/,
  },
  'more concurrency than is reserved': {
    config: { worker: { reservedConcurrency: 5, concurrency: 6 } },
    path: 'worker.concurrency',
    received: 6,
    allowed: /at most 5/,
  },
  'a table that is destroyed and protected': {
    config: { state: { removal: 'destroy', deletionProtection: true } },
    path: 'state.deletionProtection',
    received: true,
    allowed: /removal 'retain'/,
  },
  'a schedule that never comes': {
    config: { schedules: [{ name: 'n', expression: 'every day', tenant: 'acme', job: { name: 'x' } }] },
    path: 'schedules[0].expression',
    received: 'every day',
    allowed: /cron\(/,
  },
  'a time zone that does not exist': {
    config: {
      schedules: [
        {
          name: 'n',
          expression: 'rate(1 day)',
          timeZone: 'Europe/Atlantis',
          tenant: 'acme',
          job: { name: 'x' },
        },
      ],
    },
    path: 'schedules[0].timeZone',
    received: 'Europe/Atlantis',
    allowed: /Europe\/Berlin/,
  },
  'a private API without a network': {
    config: { endpoint: 'private' },
    path: 'endpoint',
    received: 'private',
    allowed: /private\.api/,
  },
  'an account as a number': {
    config: { account: 123456789012 },
    path: 'account',
    received: 123456789012,
    allowed: /12 digits/,
  },
  'a config that is no object': {
    config: undefined,
    path: '',
    received: undefined,
    allowed: /an object with account/,
  },
};
