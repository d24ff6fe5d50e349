import { newApp } from '../../../lib/app';
import { resolveStage, type Stage } from '../../../lib/config';
import { addJobgate } from '../../../lib/jobgate';
import { loadStage, stageNames } from '../../../lib/load-stage';
import { otherStages } from '../other-stages';
import { type Statement, statementsOf } from './statements';

interface Wildcard {
  readonly why: string;
  readonly where: (statement: Statement) => boolean;
}

const only = (statement: Statement, ...actions: string[]) =>
  statement.actions.every(action => actions.includes(action));
const is = (type: string, statement: Statement) => statement.resourceType === type;

const resourceless =
  /^(xray:Put\w+|ec2:\w+(NetworkInterfaces?|PrivateIpAddresses|Subnets)|(ec2|elasticloadbalancing):Describe\w+)$/;

/** The statements that may name something by a wildcard. */
const wildcards: readonly Wildcard[] = [
  {
    why: 'A denial is the stricter the more it names.',
    where: statement => statement.effect === 'Deny',
  },
  {
    why: 'X-Ray, the network interfaces of functions and descriptions take no resource (Service Authorization Reference).',
    where: ({ actions }) => actions.every(action => resourceless.test(action)),
  },
  {
    why: 'Files are named by tenant and job, which nobody knows at deployment; the functions check the tenant.',
    where: statement =>
      only(statement, 's3:GetObject', 's3:PutObject', 's3:DeleteObject') &&
      statement.resources.every(resource => /^<StateStoreFiles\w+>\/\*$/.test(resource)),
  },
  {
    why: 'In the policy of a key, `*` is that key (AWS KMS developer guide, "Key policies").',
    where: statement =>
      is('AWS::KMS::Key', statement) && statement.principals.every(principal => principal !== '*'),
  },
  {
    why: 'Everyone may call a public API from an allowed address, or a private one from a named endpoint; the method asks for more.',
    where: statement => is('AWS::ApiGateway::RestApi', statement) && only(statement, 'execute-api:Invoke'),
  },
  {
    why: 'S3 delivers access logs into one bucket, of one bucket of this account.',
    where: statement =>
      is('AWS::S3::BucketPolicy', statement) &&
      only(statement, 's3:PutObject') &&
      statement.conditions.includes('aws:SourceAccount'),
  },
  {
    why: 'Any version of the one function that the stage names.',
    where: statement =>
      only(statement, 'lambda:InvokeFunction') &&
      statement.resources.every(resource => /function:[\w-]+(:\*)?$/.test(resource)),
  },
  {
    why: "aws-cdk-lib passes a certificate's ARN from region to region in parameters under a prefix of its own.",
    where: ({ actions, resources }) =>
      actions.every(action => action.startsWith('ssm:')) &&
      resources.every(resource => /:parameter\/cdk\/exports\/(Jobgate-\w+-Api\/)?\*$/.test(resource)),
  },
  {
    why: 'Reading usage plans: which plan a key is in is known only when it calls.',
    where: statement =>
      only(statement, 'apigateway:GET') &&
      statement.resources.every(resource => /\/usageplans(\/\*)?$/.test(resource)),
  },
  {
    why: 'Moving keys: the plan that a key leaves may have left the config, and the policy, before the key does.',
    where: ({ actions, resources }) =>
      actions.every(action => /^apigateway:(POST|GET|DELETE)$/.test(action)) &&
      resources.every(resource => /\/usageplans\/\*\/keys(\/\*)?$/.test(resource)),
  },
  {
    why: "Callers inside a named VPC reach the APIs of this account through its endpoint; each API's policy decides.",
    where: statement =>
      is('AWS::EC2::VPCEndpoint', statement) &&
      only(statement, 'execute-api:Invoke') &&
      statement.conditions.includes('aws:sourceVpc'),
  },
];

/** What roles may do: use what is there. Where that makes or removes something, on what. */
const uses: readonly (readonly [actions: RegExp, on?: RegExp])[] = [
  [/^dynamodb:(GetItem|PutItem|UpdateItem|Query)$/],
  [/^s3:(GetObject|PutObject|DeleteObject)$/],
  [/^sqs:(SendMessage|ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)$/],
  [/^(sns:Publish|lambda:InvokeFunction|kms:Decrypt|kms:GenerateDataKey|sts:AssumeRole)$/],
  [/^(logs:CreateLogStream|logs:DescribeLogStreams|logs:PutLogEvents|xray:Put\w+)$/],
  [/^apigateway:GET$/, /\/usageplans/],
  [/^apigateway:(POST|DELETE)$/, /\/usageplans\/\*\/keys(\/\*)?$/],
  [/^cloudformation:DescribeStacks$/, /^<AWS::StackId>$/],
  [/^ec2:(Describe\w+|ModifyVpcEndpoint|\w+NetworkInterface|\w+PrivateIpAddresses)$/],
  [/^elasticloadbalancing:(DescribeTargetHealth|RegisterTargets|DeregisterTargets)$/],
  // aws-cdk-lib hands a certificate's ARN from region to region.
  [/^ssm:/, /:parameter\/cdk\/exports\//],
];

const isUse = ({ actions, resources }: Statement) =>
  actions.every(action =>
    uses.some(([known, on]) => known.test(action) && resources.every(resource => on?.test(resource) ?? true)),
  );

const stages: readonly Stage[] = [
  ...stageNames().map(loadStage),
  ...Object.entries(otherStages).map(([name, config]) => resolveStage(name, config)),
];

const known = new Map<string, readonly Statement[]>();

function statements(stage: Stage): readonly Statement[] {
  const found = known.get(stage.name) ?? synthesizedStatements(stage);
  known.set(stage.name, found);
  return found;
}

function synthesizedStatements(stage: Stage): readonly Statement[] {
  const app = newApp();
  addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
  return statementsOf(app);
}

const hasWildcard = ({ actions, resources, principals }: Statement) =>
  [...actions, ...resources, ...principals].some(name => /\*|^not |^AWS:\*/.test(name));

it.each(stages.map(stage => [stage.name, stage] as const))(
  'stage %s gives rights to what it names, but for a list of reasoned wildcards',
  (_name, stage) => {
    const all = statements(stage);
    expect(all.length).toBeGreaterThan(20);
    const unreasoned = all
      .filter(hasWildcard)
      .filter(statement => !wildcards.some(({ where }) => where(statement)));
    expect(unreasoned).toEqual([]);
  },
);

it('has no reason on its list that no stage needs', () => {
  const all = stages.flatMap(statements).filter(hasWildcard);
  const unused = wildcards.filter(({ where }) => !all.some(where)).map(({ why }) => why);
  expect(unused).toEqual([]);
});

it.each(stages.map(stage => [stage.name, stage] as const))(
  'stage %s trusts services and named accounts alone',
  (_name, stage) => {
    const trusts = statements(stage).filter(
      ({ effect, actions }) => effect === 'Allow' && actions.some(action => action.startsWith('sts:')),
    );
    expect(trusts.length).toBeGreaterThan(0);
    for (const { principals } of trusts) {
      for (const principal of principals) expect(principal).toMatch(/^Service:[a-z-]+\.amazonaws\.com$/);
    }
  },
);

it.each(stages.map(stage => [stage.name, stage] as const))(
  'stage %s lets roles use things, and administer none',
  (_name, stage) => {
    const rights = statements(stage).filter(({ resourceType }) => /^AWS::IAM::/.test(resourceType));
    expect(rights.length).toBeGreaterThan(20);
    expect(rights.filter(statement => !isUse(statement))).toEqual([]);
  },
);

it('lets roles do nothing that none of them does', () => {
  const done = stages.flatMap(statements).flatMap(({ actions }) => actions);
  expect(uses.filter(([known]) => !done.some(action => known.test(action)))).toEqual([]);
});

it.each(stages.map(stage => [stage.name, stage] as const))(
  'stage %s lets services in on behalf of this account, topic or log alone',
  (_name, stage) => {
    const services = statements(stage).filter(
      ({ effect, principals, resourceType }) =>
        effect === 'Allow' &&
        principals.some(principal => principal.startsWith('Service:')) &&
        // A role's trust, above; and images, for which aws-cdk-lib itself lets Lambda in.
        !['AWS::IAM::Role', 'AWS::ECR::Repository'].includes(resourceType),
    );
    for (const { conditions } of services)
      expect(conditions).toMatch(/aws:Source(Account|Arn):[^*]+$|EncryptionContext:aws:logs:arn/);
  },
);
