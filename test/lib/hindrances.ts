/**
 * What CloudFormation or API Gateway would refuse, or leave as it was, when one state of the templates follows another.
 * Read from both templates; sources: CloudFormation user guide ("Update behaviors of stack resources", "Exporting stack
 * output values"), API Gateway developer guide ("Deploy REST APIs").
 */
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Resource } from './synthesize';

interface Output {
  readonly Export?: { readonly Name: unknown };
}
interface Content {
  readonly Resources?: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}
export type Stacks = ReadonlyMap<string, Content>;

export function stacksOf(app: App): Stacks {
  const stacks = app.node.findAll().filter(Stack.isStack);
  return new Map(stacks.map(stack => [stack.stackName, Template.fromStack(stack).toJSON() as Content]));
}

/** What may be there once: made anew under another logical id it would be made before the old one is gone. */
const identities: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGateway::Authorizer': ['RestApiId', 'Name'],
  'AWS::ApiGateway::BasePathMapping': ['DomainName', 'BasePath'],
  'AWS::ApiGateway::DomainName': ['DomainName'],
  'AWS::ApiGateway::GatewayResponse': ['RestApiId', 'ResponseType'],
  'AWS::ApiGateway::Method': ['RestApiId', 'ResourceId', 'HttpMethod'],
  'AWS::ApiGateway::Model': ['RestApiId', 'Name'],
  'AWS::ApiGateway::RequestValidator': ['RestApiId', 'Name'],
  'AWS::ApiGateway::Resource': ['RestApiId', 'ParentId', 'PathPart'],
  'AWS::ApiGateway::UsagePlanKey': ['KeyId', 'UsagePlanId'],
  'AWS::ApiGatewayV2::ApiMapping': ['DomainName', 'ApiMappingKey'],
  'AWS::Cognito::UserPoolDomain': ['Domain'],
  'AWS::Cognito::UserPoolResourceServer': ['UserPoolId', 'Identifier'],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', 'Qualifier'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'FunctionName'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Route53::RecordSet': ['HostedZoneId', 'Name', 'Type'],
  'AWS::SQS::QueuePolicy': ['Queues'],
  'AWS::WAFv2::IPSet': ['Name'],
  'AWS::WAFv2::LoggingConfiguration': ['ResourceArn'],
  'AWS::WAFv2::WebACL': ['Name'],
  'AWS::WAFv2::WebACLAssociation': ['ResourceArn'],
};

/** What a deployment of a REST API holds; the stage serves it as it was until there is another deployment. */
const deployed = new Set(
  ['Authorizer', 'GatewayResponse', 'Method', 'Model', 'RequestValidator', 'Resource', 'RestApi'].map(
    name => `AWS::ApiGateway::${name}`,
  ),
);

export function hindrances(before: Stacks, after: Stacks): string[] {
  const found = [...after].flatMap(([name, content]) => {
    const old = before.get(name);
    return old
      ? [...ofResources(old, content), ...ofDeployment(old, content)].map(what => `${name}: ${what}`)
      : [];
  });
  return [...found, ...lostExports(before, after)];
}

/** Stacks are updated in their order, and the exporting one comes first. */
function lostExports(before: Stacks, after: Stacks): string[] {
  return [...before].flatMap(([name, old]) => {
    const kept = new Set(exportsOf(after.get(name) ?? {}));
    const users = JSON.stringify([...before].filter(([other]) => other !== name));
    return exportsOf(old)
      .filter(value => !kept.has(value) && users.includes(`{"Fn::ImportValue":${value}}`))
      .map(value => `${name} no longer exports ${value}, which another stack uses`);
  });
}

function exportsOf({ Outputs = {} }: Content): string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export ? [JSON.stringify(Export.Name)] : []));
}

function ofResources({ Resources: old = {} }: Content, { Resources: now = {} }: Content): string[] {
  const added = new Set(
    Object.entries(now).flatMap(([id, resource]) => (old[id] ? [] : (identityOf(resource) ?? []))),
  );
  return Object.entries(old).flatMap(([id, resource]) => {
    const next = now[id];
    const identity = identityOf(resource);
    if (!next) return identity !== undefined && added.has(identity) ? [`makes ${identity} twice`] : [];
    if (next.Type !== resource.Type) return [`turns ${id} from ${resource.Type} into ${next.Type}`];
    return [...named(id, resource, next), ...forgotten(id, resource, next)];
  });
}

function identityOf({ Type, Properties }: Resource): string | undefined {
  const values = identities[Type]?.map(name => Properties[name]);
  return values?.some(value => value !== undefined) ? `${Type} ${JSON.stringify(values)}` : undefined;
}

/** A budget with other alerts is another budget, and no two have the same name. */
function named(id: string, { Type, Properties }: Resource, { Properties: next }: Resource): string[] {
  if (Type !== 'AWS::Budgets::Budget') return [];
  const { BudgetName } = next['Budget'] as { readonly BudgetName?: string };
  const alerts = [Properties, next].map(({ NotificationsWithSubscribers }) =>
    JSON.stringify(NotificationsWithSubscribers),
  );
  return BudgetName !== undefined && alerts[0] !== alerts[1] ? [`makes ${id} again under its name`] : [];
}

/** What a template no longer says of a REST API stays as it was. */
function forgotten(id: string, { Type, Properties }: Resource, { Properties: next }: Resource): string[] {
  if (Type !== 'AWS::ApiGateway::RestApi') return [];
  return Object.keys(Properties)
    .filter(name => !(name in next))
    .map(name => `leaves ${name} of ${id} as it was`);
}

function ofDeployment(old: Content, now: Content): string[] {
  const apis = [old, now].map(({ Resources = {} }) => Object.entries(Resources));
  const [content, deployments] = [
    apis.map(all => JSON.stringify(all.filter(([, { Type }]) => deployed.has(Type)))),
    apis.map(all => all.filter(([, { Type }]) => Type === 'AWS::ApiGateway::Deployment').map(([id]) => id)),
  ];
  const changed = content[0] !== content[1];
  return changed && String(deployments[0]) === String(deployments[1]) ? ['serves the API as it was'] : [];
}
