import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newApp } from '../../../lib/app';
import { resolveStage } from '../../../lib/config';
import type { PrivateConfig } from '../../../lib/config/private';
import { addPrivateNetwork, addPrivateStacks, type PrivateStage } from '../../../lib/private/stacks';
import { AccountLoggingStack } from '../../../lib/stacks/account-logging';

export interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** An app with the private stacks of a stage `test` and nothing else. */
export function privateApp(config: PrivateConfig, place: Place = {}): App {
  const app = newApp();
  const stage: PrivateStage = { ...resolveStage('test', place), private: config };
  const accountLogging = new AccountLoggingStack(app, 'Jobgate-AccountLogging', { env: place });
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
