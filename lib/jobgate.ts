import type { App, Environment } from 'aws-cdk-lib';
import type { Stage } from './config';
import { imageByDigest, imageFromSource } from './constructs/service-image';
import { AccountLoggingStack } from './stacks/account-logging';
import { ApiStack } from './stacks/api';
import { RepositoryStack } from './stacks/repository';
import { StateStack } from './stacks/state';

/** Where the functions' image comes from: a digest in the repository, or a folder to build it from. */
export type ImageSource = { readonly digest: string } | { readonly directory: string };

/** Adds the stacks of a stage, and the two that all stages of an account and region share. */
export function addJobgate(app: App, stage: Stage, source: ImageSource): void {
  const env: Environment = { account: stage.account, region: stage.region };
  const { repository } = new RepositoryStack(app, 'Jobgate-Repository', { env });
  const accountLogging = new AccountLoggingStack(app, 'Jobgate-AccountLogging', { env });
  const { store, queue } = new StateStack(app, `Jobgate-${stage.name}-State`, { env, stage });
  const image =
    'digest' in source ? imageByDigest(repository, source.digest) : imageFromSource(source.directory);
  const api = new ApiStack(app, `Jobgate-${stage.name}-Api`, { env, stage, image, store, queue });
  // API Gateway refuses a stage with execution logs in an account that has no role for them.
  api.addStackDependency(accountLogging);
}
