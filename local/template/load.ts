/** Makes the model of a cloud assembly: reads it, resolves it, and sorts its resources by what a local run does with them. */
import { readApiKey, readDomains, readUsagePlan, readUserPool, readVpcLink } from './access';
import { localAccountId, localRegion, readAssembly } from './assembly';
import { readEventSource, readRule, readSchedule } from './events';
import { readFunction } from './functions';
import type { Endpoints } from './identity';
import type { Model, Unsupported } from './model';
import { openApiDocument } from './open-api/document';
import { type Identified, readRestApi } from './rest-apis';
import type { StackScope } from './stack-scope';
import { resolveStacks } from './stacks';
import { readBucket, readQueue, readTable, readTopic } from './stores';
import { type NotServed, unservedSettings, unsupportedReason } from './support';
import { text } from './values';

export interface LoadOptions {
  readonly endpoints: Endpoints;
  /** The value of an API key for which the template gives none, by the key's id. */
  readonly apiKeyValue: (id: string) => string;
}

interface Placed {
  readonly scope: StackScope;
  readonly resource: Identified;
}

export function loadModel(directory: string, options: LoadOptions): Model {
  const stacks = readAssembly(directory);
  const resolved = resolveStacks(stacks, options.endpoints);
  const unsupported: Unsupported[] = [];
  const refuse = ({ scope, resource }: Placed, reason: string) => {
    unsupported.push({ stack: scope.stack.name, logicalId: resource.logicalId, type: resource.type, reason });
  };
  const placed = resolved.scopes.flatMap(scope =>
    scope.activeResources().map(resource => ({
      scope,
      resource: { ...resource, ref: scope.identify(resource.logicalId).ref },
    })),
  );
  const served = placed.filter(entry => {
    const reason =
      text(entry.resource.metadata['jobgate:not-local']) ?? unsupportedReason(entry.resource.type);
    if (reason !== undefined) refuse(entry, reason);
    return reason === undefined;
  });
  for (const entry of served) for (const reason of unservedSettings(entry.resource)) refuse(entry, reason);
  const everything = served.map(({ resource }) => resource);
  const ofType = (...types: string[]) => served.filter(({ resource }) => types.includes(resource.type));
  /** Reads what may turn out not to be servable; a reason goes to the list. */
  const readable = <Result extends { logicalId: string }>(
    entries: readonly Placed[],
    read: (entry: Placed) => Result | NotServed,
  ): Result[] =>
    entries.flatMap(entry => {
      const result = read(entry);
      if ('logicalId' in result) return [result];
      refuse(entry, result.reason);
      return [];
    });

  const functions = readable(ofType('AWS::Lambda::Function'), ({ scope, resource }) =>
    readFunction(scope, resource, everything),
  );
  const functionArnOf = (reference: string) =>
    functions.find(
      ({ arn, name }) => reference === name || reference === arn || reference.startsWith(`${arn}:`),
    )?.arn;
  const schedules = [
    ...readable(ofType('AWS::Events::Rule'), ({ scope, resource }) => readRule(scope, resource)),
    ...ofType('AWS::Scheduler::Schedule').map(({ scope, resource }) => readSchedule(scope, resource)),
  ];
  const vpcLinks = ofType('AWS::ApiGateway::VpcLink', 'AWS::ApiGatewayV2::VpcLink').map(entry => {
    const link = readVpcLink(
      entry.resource,
      placed.map(({ resource }) => resource),
      balancer =>
        text(
          placed.find(({ resource }) => resource === balancer)?.scope.identify(balancer.logicalId).attributes[
            'DNSName'
          ],
        ),
    );
    if (link.upstream === undefined)
      refuse(entry, 'No upstream is bound to it; requests through it are answered 504.');
    return link;
  });
  for (const entry of ofType('AWS::ApiGateway::RestApi'))
    if (
      'BodyS3Location' in entry.resource.properties &&
      !openApiDocument(entry.scope.stack, entry.resource.properties)
    )
      refuse(
        entry,
        'Its OpenAPI document is not part of the assembly: give it as a CDK asset (ApiDefinition.fromAsset) or inline. Methods of the template are served.',
      );
  const apis = ofType('AWS::ApiGateway::RestApi').map(({ scope, resource }) =>
    readRestApi(scope, resource, everything),
  );
  const home = stacks.find(({ name }) =>
    ofType('AWS::ApiGateway::RestApi')[0]?.scope.stack.name.startsWith(name),
  );
  const model = {
    region: home?.region ?? stacks[0]?.region ?? localRegion,
    accountId: home?.accountId ?? stacks[0]?.accountId ?? localAccountId,
    functions,
    tables: ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(({ scope, resource }) =>
      readTable(scope, resource),
    ),
    queues: ofType('AWS::SQS::Queue').map(({ scope, resource }) => readQueue(scope, resource)),
    topics: ofType('AWS::SNS::Topic').map(({ scope, resource }) => readTopic(scope, resource, everything)),
    buckets: ofType('AWS::S3::Bucket').map(({ scope, resource }) => readBucket(scope, resource)),
    eventSources: readable(ofType('AWS::Lambda::EventSourceMapping'), ({ resource }) =>
      readEventSource(resource, functionArnOf),
    ),
    schedules,
    apis,
    usagePlans: ofType('AWS::ApiGateway::UsagePlan').map(({ resource }) =>
      readUsagePlan(resource, everything),
    ),
    apiKeys: ofType('AWS::ApiGateway::ApiKey').map(({ resource }) =>
      readApiKey(resource, options.apiKeyValue),
    ),
    domains: readDomains(
      ofType(
        'AWS::ApiGateway::DomainName',
        'AWS::ApiGateway::DomainNameV2',
        'AWS::ApiGatewayV2::DomainName',
      ).map(({ resource }) => resource),
      everything,
    ),
    vpcLinks,
    userPools: ofType('AWS::Cognito::UserPool').map(({ resource }) => readUserPool(resource, everything)),
  };
  return { ...model, unsupported: [...unsupported, ...resolved.notes] };
}
