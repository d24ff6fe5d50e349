import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { connectTokens } from './api-authorization';
import { integrationTimeoutSeconds } from './job-api';
import { JobSchedules } from './job-schedules';
import { consumerTimeouts, type JobState } from './job-state';
import { submissionTimeoutSeconds } from './job-submissions';
import { RemoteJobs } from './remote-jobs';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';
import type { ServiceImage } from './service-image';
import { SweepSchedule } from './sweep-schedule';
import { grantUsagePlans } from './usage-plan-rights';

export interface JobFunctionsProps {
  readonly stage: Stage;
  readonly image: ServiceImage;
  readonly state: JobState;
  /**
   * Where the worker runs when it reaches private back ends.
   * @default - outside of any VPC
   */
  readonly workerNetwork?: ServiceFunctionProps['network'];
}

/** Memory of functions that only pass things on. */
const memoryMegabytes = 256;
/** A sweep ends before the next minute's begins. */
const sweepTimeoutSeconds = 50;

/** The functions of the service, each connected to what it needs and to no more. */
export class JobFunctions extends Construct {
  readonly api: ServiceFunction;
  readonly worker: ServiceFunction;
  /** Every function that has been added, by its construct id. */
  readonly all: Record<string, ServiceFunction> = {};
  private readonly props: JobFunctionsProps;

  constructor(scope: Construct, id: string, props: JobFunctionsProps) {
    super(scope, id);
    this.props = props;
    const { stage, state, workerNetwork: network } = props;
    const { timeoutSeconds } = stage.worker;
    this.api = this.add('Api', 'api', 'Answers the routes of the API', integrationTimeoutSeconds, stage.api);
    // For a caller's own use of its plan. Plans come after the function that the API calls, so they cannot be named.
    grantUsagePlans(this.api, 'Which plan a key is in is known only when it calls.', {
      '': ['apigateway:GET'],
      '/*': ['apigateway:GET'],
    });
    this.worker = this.add('Worker', 'worker', 'Runs jobs', timeoutSeconds, { ...stage.worker, network });
    state.jobs.deliverTo(this.worker);
    state.finished.connect(this.worker);
    new RemoteJobs(this, 'Remote', { stage, results: state.remoteResults }).connect(this.worker);
    this.addCaretakers(timeoutSeconds);
    if (stage.submissionTopics.length > 0) {
      const submitter = this.add(
        'Submissions',
        'submissions',
        'Makes messages jobs',
        submissionTimeoutSeconds,
      );
      state.submissions.deliverTo(submitter);
    }
    if (stage.schedules.length > 0) {
      const submitter = this.add(
        'Schedules',
        'schedules',
        'Submits jobs at their times',
        submissionTimeoutSeconds,
      );
      new JobSchedules(this, 'Ticks', { stage, submitter, key: state.key });
    }
  }

  /** Makes the function that decides about JSON Web Tokens. It reads no job, so it is connected to none. */
  readonly addTokenAuthorizer = (): ServiceFunction => {
    const { stage, image, state } = this.props;
    const authorizer = new ServiceFunction(this, 'Authorizer', {
      name: 'authorizer',
      description: 'Decides about JSON Web Tokens',
      timeout: Duration.seconds(10),
      memoryMegabytes,
      image,
      stage,
      key: state.key,
    });
    connectTokens(authorizer, stage);
    return authorizer;
  };

  /** What sees to jobs after they were accepted, beside the worker. */
  private addCaretakers(workerSeconds: number): void {
    const { state } = this.props;
    const sweeper = this.add('Sweeper', 'sweeper', 'Sees to jobs whose time has come', sweepTimeoutSeconds);
    new SweepSchedule(this, 'Sweep', { sweeper });
    state.jobs.deliverDeadLettersTo(
      this.add('DeadLetters', 'dead-letters', 'Sees to jobs that no worker took', workerSeconds),
    );
    const notifier = this.add('Notifier', 'notifier', 'Tells of finished jobs', consumerTimeouts.notifier);
    state.notifications.deliverTo(notifier);
    state.finished.connect(notifier);
    state.remoteResults.deliverTo(
      this.add(
        'RemoteResults',
        'remote-results',
        'Takes answers from elsewhere',
        consumerTimeouts.remoteResults,
      ),
    );
  }

  /** Adds a function that works on jobs. */
  private add(
    id: string,
    name: string,
    description: string,
    timeoutSeconds: number,
    own: Partial<ServiceFunctionProps> = {},
  ): ServiceFunction {
    const { stage, image, state } = this.props;
    const fn = new ServiceFunction(this, id, {
      memoryMegabytes,
      ...own,
      name,
      description,
      timeout: Duration.seconds(timeoutSeconds),
      image,
      stage,
      key: state.key,
    });
    state.store.connect(fn);
    state.jobs.connect(fn);
    state.notifications.connect(fn);
    state.unhandled.connect(fn);
    this.all[id] = fn;
    return fn;
  }
}
