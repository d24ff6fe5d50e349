/** Who may call and under which address: usage plans, API keys, custom domains, user pools, VPC links. */
import type {
  ApiKeyModel,
  DomainModel,
  Throttle,
  UsagePlanModel,
  UserPoolModel,
  VpcLinkModel,
} from './rest-api-model';
import type { Identified } from './rest-apis';
import { flag, list, number, record, tags, text, texts, word } from './values';

export function readUsagePlan(
  { ref, logicalId, properties }: Identified,
  everything: readonly Identified[],
): UsagePlanModel {
  const quota = record(properties['Quota']);
  const limit = number(quota['Limit']);
  return {
    logicalId,
    id: ref,
    name: text(properties['UsagePlanName']) ?? logicalId,
    throttle: readThrottle(properties['Throttle']),
    quota:
      limit === undefined
        ? undefined
        : {
            limit,
            period: word(quota['Period'], ['DAY', 'WEEK', 'MONTH']),
            offset: number(quota['Offset']) ?? 0,
          },
    stages: list(properties['ApiStages']).map(value => {
      const stage = record(value);
      const throttles = Object.entries(record(stage['Throttle']));
      return {
        apiId: text(stage['ApiId']) ?? '',
        stage: text(stage['Stage']) ?? '',
        throttle: Object.fromEntries(
          throttles.map(([path, throttle]) => [path, readThrottle(throttle) ?? {}]),
        ),
      };
    }),
    keyIds: everything.flatMap(({ type, properties: own }) =>
      type === 'AWS::ApiGateway::UsagePlanKey' && own['UsagePlanId'] === ref
        ? (text(own['KeyId']) ?? [])
        : [],
    ),
  };
}

function readThrottle(value: unknown): Throttle | undefined {
  if (value === undefined) return undefined;
  const { RateLimit, BurstLimit } = record(value);
  return { rateLimit: number(RateLimit), burstLimit: number(BurstLimit) };
}

/** @param drawValue makes the value that API Gateway would draw when the template gives none */
export function readApiKey(
  { ref, logicalId, properties }: Identified,
  drawValue: (id: string) => string,
): ApiKeyModel {
  return {
    logicalId,
    id: ref,
    name: text(properties['Name']) ?? logicalId,
    value: text(properties['Value']) || drawValue(ref),
    // CloudFormation's default: a key that does not say so is disabled.
    enabled: flag(properties['Enabled']) ?? false,
    tags: tags(properties['Tags']),
  };
}

/** The second generation's mapping takes base paths of several parts, for REST APIs as well. */
const mappingTypes = new Set([
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::BasePathMappingV2',
  'AWS::ApiGatewayV2::ApiMapping',
]);

/** The domains that are made here, and those of other services that only get a base path here. */
export function readDomains(made: readonly Identified[], everything: readonly Identified[]): DomainModel[] {
  const mappings = everything.filter(({ type }) => mappingTypes.has(type));
  const known = made.map(({ properties, ref }) => ({ name: text(properties['DomainName']) ?? '', ref }));
  const elsewhere = mappings
    .map(({ properties }) => text(properties['DomainName']) ?? '')
    .filter(name => name !== '' && !known.some(domain => domain.name === name));
  return [...known, ...[...new Set(elsewhere)].map(name => ({ name, ref: undefined }))].map(
    ({ name, ref }) => ({
      name,
      mappings: mappings
        .filter(
          ({ properties: own }) =>
            own['DomainName'] === name || (ref !== undefined && own['DomainNameArn'] === ref),
        )
        .map(({ properties: own }) => ({
          basePath: text(own['BasePath'] ?? own['ApiMappingKey']) ?? '',
          apiId: text(own['RestApiId'] ?? own['ApiId']) ?? '',
          stage: text(own['Stage']),
        })),
    }),
  );
}

export function readUserPool(
  { ref, logicalId, stack }: Identified,
  everything: readonly Identified[],
): UserPoolModel {
  return {
    logicalId,
    id: ref,
    arn: `arn:aws:cognito-idp:${stack.region}:${stack.accountId}:userpool/${ref}`,
    clientIds: everything.flatMap(other =>
      other.type === 'AWS::Cognito::UserPoolClient' && other.properties['UserPoolId'] === ref
        ? other.ref
        : [],
    ),
  };
}

export function readVpcLink(
  { ref, logicalId, properties, metadata }: Identified,
  everything: readonly Identified[],
  hostOf: (balancer: Identified) => string | undefined,
): VpcLinkModel {
  const targets = texts(properties['TargetArns']);
  return {
    logicalId,
    id: ref,
    name: text(properties['Name']) ?? logicalId,
    targetHosts: everything.flatMap(other =>
      other.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && targets.includes(other.ref)
        ? (hostOf(other) ?? [])
        : [],
    ),
    upstream: text(metadata['jobgate:upstream']),
  };
}
