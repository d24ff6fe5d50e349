import { resolve4 } from 'node:dns/promises';
import type { Context } from 'aws-lambda';
import { targetsEnvironment } from '../../contract/private-environment';
import { readVariables } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { ec2Client, loadBalancingClient } from '../aws/private/clients';
import { endpointAddresses } from '../aws/private/endpoint-addresses';
import { targetGroup } from '../aws/private/target-group';
import { keepTargets, type TargetChange } from '../core/private/keep-targets';
import { namedAddresses } from '../core/private/resolve-name';

const { source, ...settings } = readVariables(targetsEnvironment, process.env, read => {
  const hostName = read.optional('hostName');
  return {
    source: hostName
      ? namedAddresses(hostName, resolve4)
      : endpointAddresses(ec2Client(), read.text('endpointId')),
    targetGroupArn: read.text('targetGroupArn'),
    port: read.positive('port'),
    zone: read.optional('zone'),
  };
});
const targets = targetGroup(loadBalancingClient(), settings);

/** Runs every minute. A failure is an error of the function; the targets stay as they were. */
export async function handler(_event: unknown, context: Context): Promise<TargetChange> {
  return keepTargets(source, targets, jsonLog(toStandardOutput, { requestId: context.awsRequestId }));
}
