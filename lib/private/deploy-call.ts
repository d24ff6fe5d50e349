import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import { acknowledgeAll, acknowledged } from './acknowledged';

export interface DeployCallProps {
  /** As the JavaScript SDK names it. */
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** ARNs that the call is about; `*` for calls that take no resource. */
  readonly resources: readonly string[];
  /**
   * Paths of the answer that are read.
   * @default - none; the answer is not looked at
   */
  readonly outputPaths?: readonly string[];
}

/** A call to AWS during the deploy, made again when its parameters change. */
export class DeployCall extends AwsCustomResource {
  constructor(
    scope: Construct,
    id: string,
    { service, action, parameters, resources, outputPaths = [] }: DeployCallProps,
  ) {
    const statement = new PolicyStatement({
      actions: [`${iamServices[service] ?? service.toLowerCase()}:${action}`],
      resources: [...resources],
    });
    super(scope, id, {
      onUpdate: {
        service,
        action,
        parameters,
        // An answer that nobody reads may be longer than a custom resource may answer.
        outputPaths: outputPaths.length === 0 ? ['Return'] : [...outputPaths],
        physicalResourceId: PhysicalResourceId.of(`${scope.node.addr}-${id}`),
      },
      policy: AwsCustomResourcePolicy.fromStatements([statement]),
      installLatestAwsSdk: false,
    });
    acknowledgeAll(this, acknowledged.call);
    const caller = Stack.of(this).node.tryFindChild(
      `AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`,
    );
    if (caller) acknowledgeAll(caller, acknowledged.caller);
  }
}

/** Services whose IAM prefix is not their name. */
const iamServices: Readonly<Record<string, string>> = { ResourceGroupsTaggingAPI: 'tag' };
