import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { ApiKeys } from '../constructs/api-keys';
import { JobApi } from '../constructs/job-api';
import type { JobQueue } from '../constructs/job-queue';
import type { JobStore } from '../constructs/job-store';
import { ServiceFunction } from '../constructs/service-function';
import type { ServiceImage } from '../constructs/service-image';
import { SweepSchedule } from '../constructs/sweep-schedule';
import { UsagePlans } from '../constructs/usage-plans';

export interface ApiStackProps extends StackProps {
  readonly stage: Stage;
  readonly image: ServiceImage;
  readonly store: JobStore;
  readonly queue: JobQueue;
}

/** The API and the functions behind it. Everything here can be made anew. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, image, store, queue } = props;

    const handler = new ServiceFunction(this, 'ApiHandler', {
      ...stage.api,
      name: 'api',
      description: 'Answers the routes of the job API',
      timeout: Duration.seconds(29),
      image,
      stage,
    });
    const worker = new ServiceFunction(this, 'Worker', {
      ...stage.worker,
      name: 'worker',
      description: 'Runs jobs',
      timeout: Duration.seconds(stage.worker.timeoutSeconds),
      image,
      stage,
    });
    const sweeper = new ServiceFunction(this, 'Sweeper', {
      name: 'sweeper',
      description: 'Sends jobs again whose time has come',
      timeout: Duration.seconds(50),
      memoryMegabytes: 512,
      image,
      stage,
    });
    for (const fn of [handler, worker, sweeper]) {
      store.connect(fn);
      queue.connect(fn);
    }
    queue.deliverTo(worker);
    new SweepSchedule(this, 'Sweep', { sweeper });

    const keys = new ApiKeys(this, 'Keys', { stage });
    keys.connect(handler);
    const api = new JobApi(this, 'Jobs', { stage, handler });
    new UsagePlans(this, 'Plans', { stage, api, keys });

    new CfnOutput(this, 'Url', { value: api.restApi.url });
    new CfnOutput(this, 'ApiKeyIds', { value: keys.ids });
  }
}
