import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { DockerImageCode } from 'aws-cdk-lib/aws-lambda';

/** The one image of the service; each function starts its own handler of it. */
export interface ServiceImage {
  /** @param handler `file.export` in the image */
  code(handler: string): DockerImageCode;
}

/** Built at deployment from a folder with a Dockerfile. */
export function imageFromSource(directory: string): ServiceImage {
  return {
    code: handler =>
      DockerImageCode.fromImageAsset(directory, { platform: Platform.LINUX_ARM64, cmd: [handler] }),
  };
}

/** Built before: the same bytes in every stage that names the digest. */
export function imageByDigest(repository: IRepository, digest: string): ServiceImage {
  return { code: handler => DockerImageCode.fromEcr(repository, { tagOrDigest: digest, cmd: [handler] }) };
}
