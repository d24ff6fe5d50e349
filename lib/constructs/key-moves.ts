import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import type { CfnUsagePlanKey } from 'aws-cdk-lib/aws-apigateway';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { PlanMember, PlanMembers } from '../../contract/plan-members';
import type { Stage } from '../config';
import { ServiceFunction } from './service-function';
import type { ServiceImage } from './service-image';
import { grantUsagePlans } from './usage-plan-rights';

export interface KeyMovesProps {
  readonly stage: Stage;
  readonly image: ServiceImage;
  /** @default - the function's log and environment are encrypted with keys of AWS */
  readonly key?: IKey;
  /** Ids of all plans. */
  readonly plans: readonly string[];
  /** Every key of the config that a plan holds. */
  readonly members: readonly CfnUsagePlanKey[];
}

/**
 * Lets a deployment move a key to another plan: the key leaves its old plan before CloudFormation puts it into the new
 * one, because API Gateway allows a key one plan a stage. And no plan is removed with keys of the command line in it. See
 * docs/decisions/044.
 */
export class KeyMoves extends Construct {
  constructor(scope: Construct, id: string, { stage, image, key, plans, members }: KeyMovesProps) {
    super(scope, id);
    const fn = new ServiceFunction(this, 'Handler', {
      stage,
      image,
      key,
      name: 'key-moves',
      description: 'Takes keys out of the plans they leave',
      timeout: Duration.minutes(4),
      memoryMegabytes: 256,
    });
    // A plan that has left the config has left the policy, too, when its keys leave it.
    grantUsagePlans(fn, 'A key may leave any plan, also one that is no longer in the template.', {
      '/*/keys': ['apigateway:GET', 'apigateway:POST'],
      '/*/keys/*': ['apigateway:GET', 'apigateway:DELETE'],
    });
    Grant.addToPrincipal({
      grantee: fn,
      actions: ['cloudformation:DescribeStacks'],
      resourceArns: [Stack.of(this).stackId],
    });
    const properties: PlanMembers = { Members: members.map(named), Plans: plans };
    const moves = new CustomResource(this, 'Members', {
      // A type that local CloudFormation endpoints know. They need not call the function: a new stack moves no key.
      resourceType: 'Custom::AWS',
      serviceToken: fn.functionArn,
      serviceTimeout: Duration.minutes(5),
      properties: { ...properties },
    });
    for (const member of members) member.node.addDependency(moves);
  }
}

function named({ keyId: KeyId, usagePlanId: UsagePlanId }: CfnUsagePlanKey): PlanMember {
  return { KeyId, UsagePlanId };
}
