import type { Template } from 'aws-cdk-lib/assertions';
import { wafDefaults } from '../../../lib/config/waf';
import { only, resources, synthesize } from '../synthesize';

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: unknown;
  readonly OverrideAction?: unknown;
  readonly Statement: Readonly<Record<string, unknown>>;
}
const rulesOf = (template: Template) =>
  only<{ Rules: readonly Rule[] }>(template, 'AWS::WAFv2::WebACL').Rules;

describe('the firewall', () => {
  const { Api } = synthesize({
    waf: { rateLimitPerIp: 100, allow: ['192.0.2.0/24', '2001:db8::/48'], deny: ['198.51.100.0/24'] },
  });

  it('stands before the stage', () => {
    const { ResourceArn } = only<{ ResourceArn: unknown }>(Api, 'AWS::WAFv2::WebACLAssociation');
    expect(JSON.stringify(ResourceArn)).toMatch(/restapis.*stages/);
  });

  it('lets known addresses pass before every other rule, then refuses denied ones', () => {
    expect(
      rulesOf(Api)
        .map(rule => rule.Name)
        .slice(0, 4),
    ).toEqual(['allowed-ipv4', 'allowed-ipv6', 'denied-ipv4', 'rate-of-one-address']);
    expect(rulesOf(Api).map(rule => rule.Priority)).toEqual(rulesOf(Api).map((_, index) => index));
  });

  it('lets in what no rule refuses, and refuses what one finds', () => {
    Api.hasResourceProperties('AWS::WAFv2::WebACL', { DefaultAction: { Allow: {} }, Scope: 'REGIONAL' });
    const action = (name: string) => rulesOf(Api).find(rule => rule.Name === name)?.Action;
    expect(action('allowed-ipv4')).toEqual({ Allow: {} });
    for (const name of ['denied-ipv4', 'size-of-uriPath', 'size-of-queryString'])
      expect(action(name)).toEqual({ Block: {} });
    const managed = rulesOf(Api).filter(({ Statement }) => 'ManagedRuleGroupStatement' in Statement);
    expect(managed.map(({ Name }) => Name)).toEqual(wafDefaults.managedRules);
    for (const { OverrideAction } of managed) expect(OverrideAction).toEqual({ None: {} });
  });

  it('limits one address and the length of requests, and only counts what a body may well hold', () => {
    const statement = (name: string) => rulesOf(Api).find(rule => rule.Name === name)?.Statement;
    expect(statement('rate-of-one-address')).toEqual({
      RateBasedStatement: { AggregateKeyType: 'IP', Limit: 100 },
    });
    for (const [field, size] of Object.entries({ UriPath: 1024, QueryString: 2048 })) {
      const name = `size-of-${field.charAt(0).toLowerCase()}${field.slice(1)}`;
      expect(statement(name)).toMatchObject({
        SizeConstraintStatement: { FieldToMatch: { [field]: {} }, ComparisonOperator: 'GT', Size: size },
      });
    }
    expect(statement('AWSManagedRulesCommonRuleSet')).toMatchObject({
      ManagedRuleGroupStatement: {
        RuleActionOverrides: [
          'SizeRestrictions_BODY',
          'CrossSiteScripting_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
        ].map(Name => ({ Name, ActionToUse: { Count: {} } })),
      },
    });
  });

  it.each([
    ['of one origin may read', ['https://a.example.com'], ['https://a.example.com']],
    ['of several origins cannot be told apart for', ['https://a.example.com', 'https://b.example.com'], []],
  ])('refuses too many requests with a problem that pages %s', (_case, origins, readable) => {
    const template = synthesize({ waf: {}, cors: { origins } }).Api;
    const { CustomResponseBodies: bodies } = only<{
      CustomResponseBodies: Readonly<Record<string, { ContentType: string; Content: string }>>;
    }>(template, 'AWS::WAFv2::WebACL');
    const action = rulesOf(template).find(({ Name }) => Name === 'rate-of-one-address')?.Action as {
      Block: {
        CustomResponse: {
          ResponseCode: number;
          CustomResponseBodyKey: string;
          ResponseHeaders?: readonly { Value: string }[];
        };
      };
    };
    const { ResponseCode, CustomResponseBodyKey: key, ResponseHeaders = [] } = action.Block.CustomResponse;
    expect(ResponseCode).toBe(429);
    expect(bodies[key]?.ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(bodies[key]?.Content ?? '')).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      code: 'throttled',
      detail: 'Too Many Requests',
      message: 'Too Many Requests',
    });
    expect(ResponseHeaders.map(({ Value }) => Value)).toEqual(readable);
  });

  it('logs without what callers prove themselves with', () => {
    Api.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [
        { SingleHeader: { Name: 'x-api-key' } },
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'cookie' } },
      ],
    });
    Api.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'aws-waf-logs-jobgate-test' });
  });

  it('logs without what the authorizer of the stage reads, wherever it stands', () => {
    const template = synthesize({
      waf: {},
      authorization: {
        mode: 'lambda',
        type: 'request',
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:decide',
        identitySources: ['method.request.header.X-Token', 'method.request.querystring.token'],
      },
    }).Api;
    const { RedactedFields } = only<{ RedactedFields: readonly object[] }>(
      template,
      'AWS::WAFv2::LoggingConfiguration',
    );
    expect(RedactedFields.slice(3)).toEqual([{ SingleHeader: { Name: 'x-token' } }, { QueryString: {} }]);
  });
});

describe('the budget', () => {
  it('tells of what was spent and of what will be', () => {
    const { Api } = synthesize({
      budget: { monthlyDollars: 20, emails: ['a@example.com', 'b@example.com'], actualPercent: [50, 90] },
    });
    const { Budget, NotificationsWithSubscribers } = only<{
      Budget: object;
      NotificationsWithSubscribers: readonly {
        Notification: { NotificationType: string; Threshold: number };
        Subscribers: readonly object[];
      }[];
    }>(Api, 'AWS::Budgets::Budget');
    expect(Budget).toMatchObject({ TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 20, Unit: 'USD' } });
    const alerts = NotificationsWithSubscribers.map(({ Notification: alert }) => [
      alert.NotificationType,
      alert.Threshold,
    ]);
    expect(alerts).toEqual([
      ['ACTUAL', 50],
      ['ACTUAL', 90],
      ['FORECASTED', 100],
    ]);
    for (const { Notification, Subscribers } of NotificationsWithSubscribers) {
      expect(Notification).toMatchObject({
        ComparisonOperator: 'GREATER_THAN',
        ThresholdType: 'PERCENTAGE',
      });
      expect(Subscribers).toEqual(
        ['a@example.com', 'b@example.com'].map(Address => ({ Address, SubscriptionType: 'EMAIL' })),
      );
    }
  });
});

describe('alarms', () => {
  const { Api } = synthesize({ alarms: { emails: ['ops@example.com'] } });

  it('watch the API, each queue and each function, and tell people', () => {
    const alarms = Object.keys(resources(Api, 'AWS::CloudWatch::Alarm')).join(' ');
    for (const name of [
      'ServerErrors',
      'Latency',
      'JobsDeadLetters',
      'JobsAge',
      'WorkerErrors',
      'ApiThrottles',
    ]) {
      expect(alarms).toContain(name);
    }
    Api.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
  });

  it('ring at the first dead letter, and not for want of data', () => {
    const dead = Object.entries(resources(Api, 'AWS::CloudWatch::Alarm')).find(([id]) =>
      id.includes('JobsDeadLetters'),
    );
    expect(dead?.[1].Properties).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('a key of the stage', () => {
  const { State, Api } = synthesize({
    state: { customerKey: true },
    alarms: { emails: ['ops@example.com'] },
  });

  it('turns, and encrypts table, bucket, queues, topics, logs and environments', () => {
    State.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    State.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { SSEType: 'KMS' } });
    const encrypted = (template: Template, type: string, property: string) =>
      Object.values(resources(template, type)).every(({ Properties }) => Properties[property] !== undefined);
    expect(encrypted(State, 'AWS::SQS::Queue', 'KmsMasterKeyId')).toBe(true);
    expect(encrypted(State, 'AWS::SNS::Topic', 'KmsMasterKeyId')).toBe(true);
    expect(encrypted(Api, 'AWS::SNS::Topic', 'KmsMasterKeyId')).toBe(true);
    expect(encrypted(Api, 'AWS::Logs::LogGroup', 'KmsKeyId')).toBe(true);
    expect(encrypted(Api, 'AWS::Lambda::Function', 'KmsKeyArn')).toBe(true);
  });

  it('may be used by the services that send to what it encrypts', () => {
    const { KeyPolicy } = only<{ KeyPolicy: unknown }>(State, 'AWS::KMS::Key');
    const policy = JSON.stringify(KeyPolicy);
    for (const service of ['cloudwatch.amazonaws.com', 'sns.amazonaws.com', 'logs.'])
      expect(policy).toContain(service);
  });
});
