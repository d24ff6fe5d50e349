import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { ApiDomain } from '../constructs/api-domain';
import { ApiKeys } from '../constructs/api-keys';
import { DomainCertificate } from '../constructs/domain-certificate';
import { JobApi } from '../constructs/job-api';
import { JobFunctions } from '../constructs/job-functions';
import type { JobState } from '../constructs/job-state';
import { KeyMoves } from '../constructs/key-moves';
import { MonthlyBudget } from '../constructs/monthly-budget';
import { connectBackends, privateAccess, workerNetwork } from '../constructs/private-place';
import { ServiceAlarms } from '../constructs/service-alarms';
import type { ServiceImage } from '../constructs/service-image';
import { UsagePlans } from '../constructs/usage-plans';
import { WebFirewall } from '../constructs/web-firewall';
import type { PrivateNetworkStack } from '../private/stacks/network';

export interface ApiStackProps extends StackProps {
  readonly stage: Stage;
  readonly image: ServiceImage;
  readonly state: JobState;
  /** Where a private API stands, and a worker that reaches private back ends. @default - neither is private */
  readonly network?: PrivateNetworkStack;
  /** Certificate from another region. @default - made here, where the stage has a domain */
  readonly identity?: DomainCertificate;
}

/** The API and the functions behind it. Everything here can be made anew. */
export class ApiStack extends Stack {
  readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, state } = props;
    const { key } = state;

    const functions = new JobFunctions(this, 'Functions', { ...props, workerNetwork: workerNetwork(props) });
    connectBackends(functions.worker, props);
    const keys = new ApiKeys(this, 'Keys', { stage });
    keys.connect(functions.api);
    const api = new JobApi(this, 'Jobs', {
      stage,
      handler: functions.api,
      tokenAuthorizer: functions.addTokenAuthorizer,
      privateAccess: privateAccess(props),
      key,
    });
    const { restApi } = api;
    this.restApi = restApi;
    const { plans, members } = new UsagePlans(this, 'Plans', { stage, restApi, methods: api.methods, keys });
    new KeyMoves(this, 'KeyMoves', { stage, image: props.image, key, plans, members });

    if (stage.waf) new WebFirewall(this, 'Firewall', { stage, waf: stage.waf, restApi, key });
    if (stage.budget) new MonthlyBudget(this, 'Budget', { budget: stage.budget });
    if (stage.alarms) {
      const { jobs, notifications, remoteResults, submissions } = state;
      const queues = {
        Jobs: jobs,
        Notifications: notifications,
        RemoteResults: remoteResults,
        ...(stage.submissionTopics.length > 0 && { Submissions: submissions.queue }),
      };
      new ServiceAlarms(this, 'Alarms', {
        alarms: stage.alarms,
        restApi,
        functions: functions.all,
        queues,
        key,
      });
    }
    new CfnOutput(this, 'Url', { value: this.address(props) ?? restApi.url });
    new CfnOutput(this, 'ApiKeyIds', { value: keys.ids });
  }

  /** Puts the API under its domain; undefined where the stage has none. */
  private address({ stage, identity }: ApiStackProps): string | undefined {
    const { domain, endpoint } = stage;
    if (!domain) return undefined;
    const made = domain.shared
      ? undefined
      : (identity ?? new DomainCertificate(this, 'Identity', { domain }));
    return new ApiDomain(this, 'Domain', { domain, endpoint, restApi: this.restApi, identity: made }).url;
  }
}
