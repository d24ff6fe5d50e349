import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newApp } from '../../../lib/app';
import { resolveStage, type Stage } from '../../../lib/config';
import type { PrivateConfig } from '../../../lib/config/private';
import type { PrivateApiConfig } from '../../../lib/config/private/api';
import type { BackendConfig } from '../../../lib/config/private/backend';
import { addPrivateNetwork, addPrivateStacks, type PrivateStage } from '../../../lib/private/stacks';
import { AccountLoggingStack } from '../../../lib/stacks/account-logging';
import { resources } from '../synthesize';

export interface AppOptions {
  /** @default - a stage `test` with every default */
  readonly stage?: Stage;
  /** Folder of the assembly. @default - a temporary one */
  readonly outdir?: string;
}

/** An app with the private stacks of a stage and nothing else. */
export function privateApp(config: PrivateConfig, { stage: given, outdir }: AppOptions = {}): App {
  const app = newApp(outdir);
  const stage: PrivateStage = { ...(given ?? resolveStage('test', {})), private: config };
  const accountLogging = new AccountLoggingStack(app, 'Jobgate-AccountLogging', {});
  const network = addPrivateNetwork(app, stage);
  addPrivateStacks(app, stage, { network, accountLogging });
  return app;
}

/** The templates of an app by what follows the stage's name in the stack's. */
export function templatesOf(app: App): Readonly<Record<string, Template>> {
  const stacks = app.node.children.filter((child): child is Stack => /^Jobgate-test-/.test(child.node.id));
  return Object.fromEntries(
    stacks.map(stack => [stack.node.id.replace('Jobgate-test-', ''), Template.fromStack(stack)]),
  );
}

const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';
const smallest: PrivateApiConfig = {
  vpc: { cidr: '10.2.0.0/16' },
  backends: [{ name: 'orders', prefix: '/orders', at: { service } }],
};

export interface ApiTemplates {
  readonly network: Template;
  readonly api: Template;
}

/** The stacks of an API with one back end behind an endpoint service, changed in what a test is about. */
export function apiStacks(change: Partial<PrivateApiConfig>): ApiTemplates {
  const { PrivateNetwork, PrivateApi } = templatesOf(privateApp({ api: { ...smallest, ...change } }));
  return { network: PrivateNetwork!, api: PrivateApi! };
}

/** The same with another back end. */
export function withBackend(change: Partial<BackendConfig>): ApiTemplates {
  return apiStacks({ backends: [{ name: 'crm', prefix: '/crm', at: { service }, ...change }] });
}

/** The calls that custom resources make when they are created, as JSON. */
export function customCalls(template: Template): string[] {
  return Object.values(resources<{ Create: unknown }>(template, 'Custom::AWS')).map(({ Properties }) =>
    JSON.stringify(Properties.Create),
  );
}
