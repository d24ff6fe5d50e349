/** Where the job API stands and runs jobs when its stage has a private network. */
import { Stack } from 'aws-cdk-lib';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import { onlyFromEndpoints } from '../private/resource-policy';
import type { PrivateNetworkStack } from '../private/stacks/network';
import type { JobApiProps } from './job-api';
import type { ServiceFunction, ServiceFunctionProps } from './service-function';

export interface PrivatePlace {
  readonly stage: Stage;
  /** @default - the stage has no private network */
  readonly network?: PrivateNetworkStack;
}

/** The endpoint of a private API, and the policy that lets calls in through it and its like alone. */
export function privateAccess({ stage, network }: PrivatePlace): JobApiProps['privateAccess'] {
  if (stage.endpoint !== 'private' || !network) return undefined;
  const { endpoint } = network.access;
  return {
    endpoint,
    policy: onlyFromEndpoints([endpoint.vpcEndpointId, ...(stage.private?.api?.callers ?? [])]),
  };
}

/** The VPC of a worker whose jobs call private back ends. */
export function workerNetwork({ stage, network }: PrivatePlace): ServiceFunctionProps['network'] {
  if (!stage.private?.api?.jobs || !network) return undefined;
  const { vpc, subnets } = network.network;
  return { vpc, vpcSubnets: { subnets: [...subnets] }, securityGroups: [network.access.clientGroup] };
}

/** Tells the worker where the back ends are. */
export function connectBackends(worker: ServiceFunction, { stage, network }: PrivatePlace): void {
  if (!stage.private?.api?.jobs || !network) return;
  worker.addEnvironment(environment.privateBackends, Stack.of(worker).toJsonString(network.addresses));
}
