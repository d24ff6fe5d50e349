import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newApp } from '../../lib/app';
import { resolveStage, type Stage, type StageConfig } from '../../lib/config';
import { addJobgate, type ImageSource } from '../../lib/jobgate';

const digest: ImageSource = { digest: `sha256:${'a'.repeat(64)}` };

export type StackName = 'Repository' | 'AccountLogging' | 'State' | 'Api';
export type Templates = Readonly<Record<StackName, Template>>;

/** Synthesizes the stacks of a stage as the CLI would, with the image from the repository. */
export function synthesizeStage(stage: Stage, source: ImageSource = digest): Templates {
  const app = newApp();
  addJobgate(app, stage, source);
  return {
    Repository: template(app, 'Jobgate-Repository'),
    AccountLogging: template(app, 'Jobgate-AccountLogging'),
    State: template(app, `Jobgate-${stage.name}-State`),
    Api: template(app, `Jobgate-${stage.name}-Api`),
  };
}

/** Synthesizes a stage `test` that differs from the defaults in what a test is about. */
export function synthesize(config: StageConfig = {}): Templates {
  return synthesizeStage(resolveStage('test', config));
}

function template(app: App, id: string): Template {
  return Template.fromStack(app.node.findChild(id) as Stack);
}

export interface Resource<P = Readonly<Record<string, unknown>>> {
  readonly Type: string;
  readonly Properties: P;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** Every resource of a type, by logical id. */
export function resources<P = Readonly<Record<string, unknown>>>(
  template: Template,
  type: string,
): Readonly<Record<string, Resource<P>>> {
  return template.findResources(type) as Record<string, Resource<P>>;
}

/** The properties of the only resource of a type. */
export function only<P = Readonly<Record<string, unknown>>>(template: Template, type: string): P {
  const found = Object.values(resources<P>(template, type));
  if (found.length !== 1) throw new Error(`The template has ${found.length} resources of type ${type}.`);
  return found[0]!.Properties;
}
