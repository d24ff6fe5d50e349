import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Repository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { ImageRepository } from '../constructs/image-repository';

/** The images of every stage in this account and region. */
export class RepositoryStack extends Stack {
  readonly repository: Repository;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.repository = new ImageRepository(this, 'Images').repository;
    // Stages that build from source use neither, but CloudFormation removes no export that another stage still uses.
    this.exportValue(this.repository.repositoryArn);
    this.exportValue(this.repository.repositoryName);
    new CfnOutput(this, 'RepositoryUri', { value: this.repository.repositoryUri });
  }
}
