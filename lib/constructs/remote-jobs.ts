import { Grant } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import type { WorkQueue } from './work-queue';

export interface RemoteJobsProps {
  readonly stage: Pick<Stage, 'jobs' | 'account' | 'region'>;
  /** Where the functions' answers go. */
  readonly results: WorkQueue;
}

/**
 * Jobs that functions outside this project run. Those in the stage's own account and region are made to send what they
 * answer; the owners of others, and the roles of all, have to allow it (docs/job-types.md).
 */
export class RemoteJobs extends Construct {
  private readonly functions: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { stage, results }: RemoteJobsProps) {
    super(scope, id);
    this.functions = stage.jobs.remoteFunctions;
    const destination = { destination: results.queue.queueArn };
    // By function, not by name: two names may mean one, and a function has one such config a version.
    for (const arn of new Set(Object.values(this.functions))) {
      const [, , , region, account, , functionName, qualifier = '$LATEST'] = arn.split(':');
      if (account !== stage.account || region !== stage.region) continue;
      new CfnEventInvokeConfig(this, `${functionName}-${qualifier}`, {
        functionName: functionName!,
        qualifier,
        destinationConfig: { onSuccess: destination, onFailure: destination },
      });
    }
  }

  /** Lets a function start these functions and no other. */
  connect(fn: LambdaFunction): void {
    const resourceArns = Object.values(this.functions);
    if (resourceArns.length === 0) return;
    fn.addEnvironment(environment.remoteFunctions, JSON.stringify(this.functions));
    Grant.addToPrincipal({ grantee: fn, actions: ['lambda:InvokeFunction'], resourceArns });
  }
}
