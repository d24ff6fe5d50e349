import { resolve4 } from 'node:dns/promises';
import type { Context } from 'aws-lambda';
import { targetsEnvironment as names } from '../../contract/private-environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { ec2Client, loadBalancingClient } from '../aws/private/clients';
import { endpointAddresses } from '../aws/private/endpoint-addresses';
import { requiredVariable } from '../aws/private/required-variable';
import { targetGroup } from '../aws/private/target-group';
import { keepTargets, type TargetChange } from '../core/private/keep-targets';
import { namedAddresses } from '../core/private/resolve-name';

const { env } = process;
const hostName = env[names.hostName];
const source = hostName
  ? namedAddresses(hostName, resolve4)
  : endpointAddresses(ec2Client(), requiredVariable(env, names.endpointId));
const targets = targetGroup(loadBalancingClient(), {
  targetGroupArn: requiredVariable(env, names.targetGroupArn),
  port: Number(requiredVariable(env, names.port)),
  zone: env[names.zone],
});

/** Runs every minute. A failure is an error of the function; the targets stay as they were. */
export async function handler(_event: unknown, context: Context): Promise<TargetChange> {
  return keepTargets(source, targets, jsonLog(toStandardOutput, { requestId: context.awsRequestId }));
}
