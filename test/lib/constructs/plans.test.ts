import type { Template } from 'aws-cdk-lib/assertions';
import type { PlanConfig } from '../../../lib/config/plans';
import { resources, synthesize } from '../synthesize';

const free: PlanConfig = {
  name: 'free',
  throttle: { rate: 5, burst: 10 },
  quota: { limit: 1000, period: 'WEEK', offset: 1 },
  routes: { 'POST /jobs': { rate: 1, burst: 2 } },
  keys: [
    { name: 'ann', tenant: 'acme' },
    { name: 'bob', tenant: 'acme', enabled: false, description: 'Test bench' },
  ],
};
const pro: PlanConfig = { name: 'pro', keys: [{ name: 'cleo', tenant: 'umbrella' }] };

interface PlanProperties {
  readonly UsagePlanName: string;
  readonly ApiStages: readonly { readonly Stage: { readonly Ref: string } }[];
}
const planKeys = (template: Template) =>
  Object.keys(resources(template, 'AWS::ApiGateway::UsagePlanKey')).sort();

describe('usage plans', () => {
  it('carry the figures of the config, and throttle routes by path and method', () => {
    const { Api } = synthesize({ plans: [free, pro] });
    Api.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'free',
      Throttle: { RateLimit: 5, BurstLimit: 10 },
      Quota: { Limit: 1000, Period: 'WEEK', Offset: 1 },
      ApiStages: [{ Throttle: { '/jobs/POST': { RateLimit: 1, BurstLimit: 2 } } }],
    });
  });

  it('refer to the stage, so that they never come before it', () => {
    const { Api } = synthesize({ plans: [free, pro] });
    const stages = Object.keys(resources(Api, 'AWS::ApiGateway::Stage'));
    for (const plan of Object.values(resources<PlanProperties>(Api, 'AWS::ApiGateway::UsagePlan'))) {
      expect(plan.Properties.ApiStages.map(({ Stage }) => Stage.Ref)).toEqual(stages);
    }
  });

  it('keep the ids of the other keys when one is added in front or removed', () => {
    const both = planKeys(synthesize({ plans: [free] }).Api);
    const [, ...others] = free.keys!;
    const fewer = planKeys(synthesize({ plans: [{ ...free, keys: others }] }).Api);
    const turned = planKeys(synthesize({ plans: [{ ...free, keys: [...free.keys!].reverse() }] }).Api);
    expect(turned).toEqual(both);
    expect(both).toEqual(expect.arrayContaining(fewer));
    expect(fewer).toHaveLength(1);
  });

  it('keep the ids of other plans and their keys when one is removed', () => {
    const fewer = planKeys(synthesize({ plans: [pro] }).Api);
    expect(planKeys(synthesize({ plans: [free, pro] }).Api)).toEqual(expect.arrayContaining(fewer));
  });
});

describe('a key that moves to another plan', () => {
  interface MovesProperties {
    readonly Plans: readonly { readonly Ref: string }[];
    readonly Members: readonly {
      readonly KeyId: { readonly Ref: string };
      readonly UsagePlanId: { readonly Ref: string };
    }[];
  }
  const moves = (template: Template) => Object.entries(resources<MovesProperties>(template, 'Custom::AWS'));

  it('leaves its old plan before CloudFormation puts it into the new one', () => {
    const { Api } = synthesize({ plans: [free, pro] });
    const [id, { Properties }] = moves(Api)[0]!;
    const members = Object.values(
      resources<{ KeyId: object; UsagePlanId: object }>(Api, 'AWS::ApiGateway::UsagePlanKey'),
    );
    expect(members).toHaveLength(3);
    for (const { Properties: member, DependsOn } of members) {
      expect(DependsOn).toEqual([id]);
      expect(Properties.Members).toContainEqual({ KeyId: member.KeyId, UsagePlanId: member.UsagePlanId });
    }
    expect(Properties.Members).toHaveLength(3);
  });

  it('keeps its id, and with it its value', () => {
    const keyIds = (plans: readonly PlanConfig[]) =>
      Object.keys(resources(synthesize({ plans }).Api, 'AWS::ApiGateway::ApiKey')).sort();
    const moved = [
      { ...free, keys: pro.keys! },
      { ...pro, keys: free.keys! },
    ];
    expect(keyIds(moved)).toEqual(keyIds([free, pro]));
  });

  it('is told of every plan, because keys that are made later are in no template', () => {
    const { Api } = synthesize({ plans: [{ name: 'free' }, pro] });
    const [, { Properties }] = moves(Api)[0]!;
    const plans = Object.keys(resources(Api, 'AWS::ApiGateway::UsagePlan'));
    expect(Properties.Plans).toEqual(plans.map(Ref => ({ Ref })));
  });
});

describe('API keys', () => {
  it('get their value from API Gateway, and carry their tenant as a tag', () => {
    const { Api } = synthesize({ plans: [free] });
    const keys = Object.values(resources(Api, 'AWS::ApiGateway::ApiKey')).map(key => key.Properties);
    expect(keys).toEqual([
      {
        Name: 'ann',
        Description: 'Jobgate stage test',
        Enabled: true,
        Tags: [{ Key: 'tenant', Value: 'acme' }],
      },
      {
        Name: 'bob',
        Enabled: false,
        Description: 'Test bench (Jobgate stage test)',
        Tags: [{ Key: 'tenant', Value: 'acme' }],
      },
    ]);
  });

  it('are told to the handler with their tenants, by id', () => {
    const { Api } = synthesize({ plans: [free, pro] });
    const ids = Object.keys(resources(Api, 'AWS::ApiGateway::ApiKey'));
    Api.hasResourceProperties('AWS::Lambda::Function', {
      ImageConfig: { Command: ['api.handler'] },
      Environment: {
        Variables: {
          TENANTS_BY_KEY_ID: {
            'Fn::Join': [
              '',
              [
                '{"',
                { Ref: ids[0] },
                '":"acme","',
                { Ref: ids[1] },
                '":"acme","',
                { Ref: ids[2] },
                '":"umbrella"}',
              ],
            ],
          },
        },
      },
    });
  });

  it('appear in the outputs by id alone', () => {
    const outputs = JSON.stringify(synthesize({ plans: [free] }).Api.toJSON().Outputs);
    expect(outputs).toContain('ApiKeyIds');
    expect(outputs).not.toContain('"Value"}');
  });
});
