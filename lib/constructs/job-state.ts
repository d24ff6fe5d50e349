import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import { Announcements } from './announcements';
import { JobStore } from './job-store';
import { JobSubmissions } from './job-submissions';
import { StageKey } from './stage-key';
import { WorkQueue } from './work-queue';

export interface JobStateProps {
  readonly stage: Stage;
}

/** Timeouts, in seconds, of the functions that take from queues. */
export const consumerTimeouts = { notifier: 60, remoteResults: 30 } as const;

/** What must outlive a deployment of the functions: jobs, their files, and messages on their way. */
export class JobState extends Construct {
  /** Where the stage asked for one. */
  readonly key?: StageKey;
  readonly store: JobStore;
  /** Jobs to run. */
  readonly jobs: WorkQueue;
  /** Finished jobs whose callers are to be told. */
  readonly notifications: WorkQueue;
  /** Answers of functions outside this project. */
  readonly remoteResults: WorkQueue;
  readonly submissions: JobSubmissions;
  /** Every finished job. */
  readonly finished: Announcements;
  /** Errors that no handler caught. */
  readonly unhandled: Announcements;

  constructor(scope: Construct, id: string, { stage }: JobStateProps) {
    super(scope, id);
    if (stage.state.customerKey) this.key = new StageKey(this, 'Key', { stage });
    const { key } = this;
    this.store = new JobStore(this, 'Store', { stage, key });
    this.jobs = new WorkQueue(this, 'Jobs', {
      ...stage.worker,
      maximumReceives: 10,
      urlVariable: environment.queueUrl,
      key,
    });
    this.notifications = new WorkQueue(this, 'Notifications', {
      timeoutSeconds: consumerTimeouts.notifier,
      maximumReceives: 5,
      batchSize: 10,
      urlVariable: environment.notificationsQueueUrl,
      key,
    });
    this.remoteResults = new WorkQueue(this, 'RemoteResults', {
      timeoutSeconds: consumerTimeouts.remoteResults,
      maximumReceives: 5,
      batchSize: 10,
      key,
    });
    this.submissions = new JobSubmissions(this, 'Submissions', { stage, key });
    this.finished = new Announcements(this, 'Finished', {
      displayName: 'Finished jobs',
      arnVariable: environment.finishedTopicArn,
      key,
    });
    this.unhandled = new Announcements(this, 'Unhandled', {
      displayName: 'Unhandled errors',
      arnVariable: environment.unhandledTopicArn,
      key,
    });
  }
}
