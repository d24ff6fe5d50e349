import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Repository, RepositoryEncryption, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';

/** Where images wait to be promoted from stage to stage. A tag, once pushed, stays what it is. */
export class ImageRepository extends Construct {
  readonly repository: Repository;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.repository = new Repository(this, 'Repository', {
      repositoryName: 'jobgate',
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: RepositoryEncryption.AES_256,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          rulePriority: 1,
          description: 'Layers of interrupted pushes',
          tagStatus: TagStatus.UNTAGGED,
          maxImageAge: Duration.days(14),
        },
        {
          rulePriority: 2,
          description: 'Releases to go back to',
          tagStatus: TagStatus.ANY,
          maxImageCount: 100,
        },
      ],
    });
  }
}
