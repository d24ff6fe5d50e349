import type { App, Environment, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { stackName } from '../../contract/stack-names';
import type { Stage } from '../config';
import type { PrivateConfig } from '../config/private';
import { PrivateApiStack } from './stacks/api';
import { ConsumerStack } from './stacks/consumer';
import { PrivateNetworkStack } from './stacks/network';
import { ProviderStack } from './stacks/provider';

export type PrivateStage = Stage & { readonly private: PrivateConfig };

/** Adds the providers and the network of the API; the job API may stand in that network. */
export function addPrivateNetwork(app: App, stage: PrivateStage): PrivateNetworkStack | undefined {
  const { providers = [], api } = stage.private;
  const offers = providers.map(config => {
    const id = stackName(stage.name, `Provider-${config.name}`);
    return {
      name: config.name,
      stack: new ProviderStack(app, id, { env: placeOf(config, stage), config, stage }),
    };
  });
  if (api === undefined) return undefined;
  const network = new PrivateNetworkStack(app, stackName(stage.name, 'PrivateNetwork'), {
    env: placeOf({}, stage),
    config: api,
    stage,
    serviceNames: new Map(offers.map(({ name, stack }) => [name, stack.serviceName])),
  });
  // Whom a provider lets in must be said before the network asks for the service, also across accounts.
  for (const { stack } of offers) network.addStackDependency(stack);
  return network;
}

export interface AroundPrivateApi {
  /**
   * The network of the private API.
   * @default - this config deploys no API
   */
  readonly network?: PrivateNetworkStack;
  /**
   * The job API, when it is private too.
   * @default - it has an endpoint of another kind
   */
  readonly jobApi?: RestApi;
  /**
   * The stage's own key. It serves the API alone, which stands where the stage does; sections may be in other accounts
   * and regions, where CloudWatch Logs cannot use it.
   * @default - logs are encrypted with a key of AWS
   */
  readonly key?: IKey;
  /** The stack with the role for execution logs in the API's account. */
  readonly accountLogging: Stack;
}

/** Adds the private API and its consumers. */
export function addPrivateStacks(app: App, stage: PrivateStage, around: AroundPrivateApi): void {
  const { api: config, consumers = [] } = stage.private;
  const { network, jobApi, key, accountLogging } = around;
  const api =
    config && network
      ? new PrivateApiStack(app, stackName(stage.name, 'PrivateApi'), {
          env: placeOf({}, stage),
          config,
          stage,
          network,
          jobApi,
          key,
        })
      : undefined;
  // API Gateway refuses a stage with execution logs in an account that has no role for them.
  api?.addStackDependency(accountLogging);
  for (const consumer of consumers) {
    const called =
      consumer.api ?? (api && { id: api.restApi.restApiId, account: api.account, stage: stage.name });
    if (called === undefined) throw new Error(`Consumer ${consumer.name} names no API.`);
    new ConsumerStack(app, stackName(stage.name, `Consumer-${consumer.name}`), {
      env: placeOf(consumer, stage),
      config: consumer,
      stage,
      api: called,
    });
  }
}

function placeOf(section: Environment, stage: Environment): Environment {
  return { account: section.account ?? stage.account, region: section.region ?? stage.region };
}
