import { resolve4 } from 'node:dns/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Context } from 'aws-lambda';
import { targetsEnvironment as names } from '../../contract/private-environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { endpointAddresses } from '../aws/private/endpoint-addresses';
import { requiredVariable } from '../aws/private/required-variable';
import { targetGroup } from '../aws/private/target-group';
import { keepTargets, type TargetChange } from '../core/private/keep-targets';
import { namedAddresses } from '../core/private/resolve-name';

const { env } = process;
const hostName = env[names.hostName];
const source = hostName
  ? namedAddresses(hostName, resolve4)
  : endpointAddresses(new EC2Client(), requiredVariable(env, names.endpointId));
const targets = targetGroup(new ElasticLoadBalancingV2Client(), {
  targetGroupArn: requiredVariable(env, names.targetGroupArn),
  port: Number(requiredVariable(env, names.port)),
  zone: env[names.zone],
});

/** Runs every few minutes; a failure is an error of the function, which its alarm counts. */
export async function handler(_event: unknown, context: Context): Promise<TargetChange> {
  return keepTargets(source, targets, jsonLog(toStandardOutput, { requestId: context.awsRequestId }));
}
