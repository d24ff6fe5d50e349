import { Duration, Stack } from 'aws-cdk-lib';
import type { IInterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { type CfnRule, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { targetsEnvironment } from '../../contract/private-environment';
import { acknowledgeAll, acknowledged } from './acknowledged';
import type { InternalLoadBalancer } from './internal-load-balancer';
import { LoadBalancingApi } from './load-balancing-api';
import { PrivateFunction, type PrivateFunctionProps } from './private-function';
import type { PrivateVpc } from './private-vpc';

export interface EndpointTargetsProps {
  /** The load balancer whose targets are kept. */
  readonly balancer: InternalLoadBalancer;
  readonly source: TargetSource;
  readonly retentionDays: RetentionDays;
}

export type TargetSource =
  /** The addresses of an interface endpoint in the VPC. */
  | { readonly endpoint: IInterfaceVpcEndpoint }
  /** The addresses that a name has inside the VPC. */
  | { readonly hostName: string; readonly network: PrivateVpc };

/** Keeps the targets of a load balancer what an endpoint or a name says: a replaced endpoint has other addresses. */
export class EndpointTargets extends Construct {
  readonly handler: IFunction;

  constructor(scope: Construct, id: string, { balancer, source, retentionDays }: EndpointTargetsProps) {
    super(scope, id);
    const { targetGroupArn } = balancer.targetGroup;
    this.handler = new PrivateFunction(this, 'Handler', {
      name: 'endpoint-targets',
      description: 'Keeps the targets of a load balancer current',
      timeout: Duration.seconds(30),
      retentionDays,
      environment: {
        [targetsEnvironment.targetGroupArn]: targetGroupArn,
        [targetsEnvironment.port]: String(balancer.port),
        ...('endpoint' in source
          ? { [targetsEnvironment.endpointId]: source.endpoint.vpcEndpointId }
          : { [targetsEnvironment.hostName]: source.hostName, [targetsEnvironment.zone]: 'all' }),
      },
      ...('network' in source && { inside: this.inside(source.network, targetGroupArn) }),
    });
    for (const statement of statementsFor(targetGroupArn, 'endpoint' in source)) {
      this.handler.addToRolePolicy(statement);
    }
    this.schedule();
    acknowledgeAll(this, acknowledged.function);
  }

  /** A name that only the VPC knows is asked for there, where the load balancer's API needs an endpoint of its own. */
  private inside(network: PrivateVpc, targetGroupArn: string): NonNullable<PrivateFunctionProps['inside']> {
    const { endpoint, callers } = LoadBalancingApi.of(network);
    for (const statement of statementsFor(targetGroupArn, false)) {
      statement.addPrincipals(new AccountRootPrincipal());
      endpoint.addToPolicy(statement);
    }
    return { network, groups: [callers] };
  }

  private schedule(): void {
    const rule = new Rule(this, 'Schedule', {
      description: 'Asks where a back end is',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.handler, { retryAttempts: 0 })],
    });
    (rule.node.defaultChild as CfnRule).addMetadata(
      'jobgate:not-local',
      `it keeps targets of ${Stack.of(this).stackName} current, and a local run has no load balancer`,
    );
  }
}

function statementsFor(targetGroupArn: string, readsEndpoints: boolean): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      resources: [targetGroupArn],
    }),
    // Actions that describe take no resource (Service Authorization Reference).
    new PolicyStatement({
      actions: [
        'elasticloadbalancing:DescribeTargetHealth',
        ...(readsEndpoints ? ['ec2:DescribeVpcEndpoints', 'ec2:DescribeNetworkInterfaces'] : []),
      ],
      resources: ['*'],
    }),
  ];
}
