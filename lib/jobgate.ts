import type { App, Environment } from 'aws-cdk-lib';
import { stackName } from '../contract/stack-names';
import type { Stage } from './config';
import type { DomainCertificate } from './constructs/domain-certificate';
import { imageByDigest, imageFromSource } from './constructs/service-image';
import { addPrivateNetwork, addPrivateStacks } from './private/stacks';
import { AccountLoggingStack } from './stacks/account-logging';
import { ApiStack } from './stacks/api';
import { CertificateStack } from './stacks/certificate';
import { RepositoryStack } from './stacks/repository';
import { StateStack } from './stacks/state';

/** Where the functions' image comes from: a digest in the repository, or a folder to build it from. */
export type ImageSource = { readonly digest: string } | { readonly directory: string };

/** Adds the stacks of a stage, and the two that all stages of an account and region share. */
export function addJobgate(app: App, stage: Stage, source: ImageSource): void {
  const env: Environment = { account: stage.account, region: stage.region };
  const { repository } = new RepositoryStack(app, 'Jobgate-Repository', { env });
  const accountLogging = new AccountLoggingStack(app, 'Jobgate-AccountLogging', { env });
  const { state } = new StateStack(app, stackName(stage.name, 'State'), { env, stage });
  const withPrivate = stage.private && { ...stage, private: stage.private };
  const network = withPrivate && addPrivateNetwork(app, withPrivate);
  const api = new ApiStack(app, stackName(stage.name, 'Api'), {
    env,
    stage,
    state,
    image: 'digest' in source ? imageByDigest(repository, source.digest) : imageFromSource(source.directory),
    network,
    identity: edgeCertificate(app, stage, env),
    crossRegionReferences: true,
  });
  // API Gateway refuses a stage with execution logs in an account that has no role for them.
  api.addStackDependency(accountLogging);
  if (withPrivate) {
    const jobApi = stage.endpoint === 'private' ? api.restApi : undefined;
    addPrivateStacks(app, withPrivate, { network, accountLogging, jobApi, key: state.key });
  }
}

/** Zone and certificate of an edge domain, where the stage stands in another region than CloudFront's certificates. */
function edgeCertificate(app: App, stage: Stage, env: Environment): DomainCertificate | undefined {
  const { domain, endpoint, region } = stage;
  if (!domain || domain.shared || endpoint !== 'edge' || region === undefined || region === 'us-east-1')
    return undefined;
  if (domain.certificate.startsWith('arn:') && domain.zone.from !== 'new') return undefined;
  return new CertificateStack(app, stackName(stage.name, 'Certificate'), {
    env: { ...env, region: 'us-east-1' },
    crossRegionReferences: true,
    domain,
  }).identity;
}
