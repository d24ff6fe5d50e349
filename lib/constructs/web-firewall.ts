import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnIPSet, CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { gatewayProblems } from '../../contract/problem';
import type { Stage } from '../config';
import { fixedProblem } from './problem-responses';
import { ServiceLog } from './service-log';

export interface WebFirewallProps {
  readonly stage: Pick<Stage, 'name' | 'logs' | 'authorization' | 'cors'>;
  readonly waf: NonNullable<Stage['waf']>;
  readonly restApi: RestApi;
  /** @default - its log is encrypted with a key of AWS */
  readonly key?: IKey;
}

/**
 * Longer ones are no request of this API: its longest parameter is a cursor. AWSManagedRulesCommonRuleSet has the same
 * limits, but a stage may leave it out.
 */
const longest = { uriPath: 1024, queryString: 2048 } as const;
/** What callers prove themselves with, in every stage. */
const secretHeaders = ['x-api-key', 'authorization', 'cookie'];

const tooMany = 'too-many-requests';

type Rule = CfnWebACL.RuleProperty;

/** Refuses what is no honest request before it reaches the API, and writes down what it saw. */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, { stage, waf, restApi, key }: WebFirewallProps) {
    super(scope, id);
    const metrics = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName,
      sampledRequestsEnabled: false,
    });
    const rules = this.rules(waf, stage.cors).map((rule, priority) => ({
      ...rule,
      priority,
      visibilityConfig: metrics(rule.name),
    }));
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: metrics(`jobgate-${stage.name}`),
      customResponseBodies: {
        [tooMany]: { contentType: 'APPLICATION_JSON', content: fixedProblem('THROTTLED') },
      },
      rules,
    });
    new CfnWebACLAssociation(this, 'Association', {
      webAclArn: acl.attrArn,
      resourceArn: restApi.deploymentStage.stageArn,
    });
    // AWS WAF takes no log group without this prefix.
    const log = new ServiceLog(this, 'Log', {
      logs: stage.logs,
      name: `aws-waf-logs-jobgate-${stage.name}`,
      key,
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [log.logGroupArn.replace(/:\*$/, '')],
      redactedFields: secretsOf(stage),
    });
  }

  /** In order of priority: known addresses first, then what is cheap to tell, then what AWS knows. */
  private rules(
    waf: WebFirewallProps['waf'],
    cors: Stage['cors'],
  ): Omit<Rule, 'priority' | 'visibilityConfig'>[] {
    return [
      ...this.addressRules('allowed', waf.allow, { allow: {} }),
      ...this.addressRules('denied', waf.deny, { block: {} }),
      {
        name: 'rate-of-one-address',
        action: { block: { customResponse: refusal(cors) } },
        statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: waf.rateLimitPerIp } },
      },
      ...Object.entries(longest).map(([field, size]) => ({
        name: `size-of-${field}`,
        action: { block: {} },
        statement: {
          sizeConstraintStatement: {
            fieldToMatch: { [field]: {} },
            comparisonOperator: 'GT',
            size,
            textTransformations: [{ priority: 0, type: 'NONE' }],
          },
        },
      })),
      ...waf.managedRules.map(managedRules),
    ];
  }

  private addressRules(name: string, addresses: readonly string[], action: CfnWebACL.RuleActionProperty) {
    return (['IPV4', 'IPV6'] as const).flatMap(version => {
      const ofVersion = addresses.filter(address => address.includes(':') === (version === 'IPV6'));
      if (ofVersion.length === 0) return [];
      const set = new CfnIPSet(this, `${name}-${version}`, {
        scope: 'REGIONAL',
        ipAddressVersion: version,
        addresses: ofVersion,
      });
      return [
        {
          name: `${name}-${version.toLowerCase()}`,
          action,
          statement: { ipSetReferenceStatement: { arn: set.attrArn } },
        },
      ];
    });
  }
}

/**
 * What WAF answers in place of API Gateway, whose gateway response would be 403 (AWS WAF developer guide, "Custom
 * responses for block actions"). It has fixed headers alone, so of several origins none can be named.
 */
function refusal(cors: Stage['cors']): CfnWebACL.CustomResponseProperty {
  const [origin, ...others] = cors?.origins ?? [];
  return {
    responseCode: gatewayProblems.THROTTLED.status,
    customResponseBodyKey: tooMany,
    ...(origin &&
      others.length === 0 && { responseHeaders: [{ name: 'Access-Control-Allow-Origin', value: origin }] }),
  };
}

/** The parts of a request that its authorizer reads beside the usual headers are as secret as these. */
function secretsOf({
  authorization,
}: WebFirewallProps['stage']): CfnLoggingConfiguration.FieldToMatchProperty[] {
  const { identitySources = [] } = authorization.mode === 'lambda' ? authorization : {};
  const own = identitySources.flatMap(source => /^method\.request\.header\.(.+)$/.exec(source)?.[1] ?? []);
  const headers = new Set([...secretHeaders, ...own.map(name => name.toLowerCase())]);
  return [
    ...[...headers].map(Name => ({ singleHeader: { Name } })),
    ...(identitySources.some(source => source.startsWith('method.request.querystring.'))
      ? [{ queryString: {} }]
      : []),
  ];
}

/**
 * Rules about bodies that are only counted. The common rules refuse bodies over 8 KB; a job may have 10 MB, which API
 * Gateway itself limits. And they refuse markup, paths and addresses that a web page would not be sent; a job's input is
 * data, to which these belong.
 */
const counted: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesCommonRuleSet: [
    'SizeRestrictions_BODY',
    'CrossSiteScripting_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
  ],
};

function managedRules(name: string) {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted[name]?.map(rule => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}
