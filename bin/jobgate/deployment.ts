/** Finds what a deployed stage is made of, by asking CloudFormation for the resources of its stacks. */
import { paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../contract/stack-names';
import type { Context } from './context';
import { OperatorError } from './operator-error';

export interface Deployment {
  readonly tableName: string;
  readonly apiId: string;
  readonly stageName: string;
  /** Ids of the keys that the stage config made: CloudFormation owns them. */
  readonly configKeyIds: ReadonlySet<string>;
}

/** As usage plans name their API stages here: `apiId:stage`. */
export const stageOf = ({ apiId, stageName }: Deployment): string => `${apiId}:${stageName}`;

export async function findDeployment(context: Context): Promise<Deployment> {
  const state = await resources(context, stackName(context.stage, 'State'));
  const api = await resources(context, stackName(context.stage, 'Api'));
  return {
    tableName: single(state, 'AWS::DynamoDB::Table', context),
    apiId: single(api, 'AWS::ApiGateway::RestApi', context),
    stageName: single(api, 'AWS::ApiGateway::Stage', context),
    configKeyIds: new Set(api.get('AWS::ApiGateway::ApiKey')),
  };
}

/** The physical ids of a stack's resources by type. */
async function resources(context: Context, stack: string): Promise<Map<string, string[]>> {
  const byType = new Map<string, string[]>();
  try {
    for await (const page of paginateListStackResources(
      { client: context.cloudFormation },
      { StackName: stack },
    )) {
      for (const { ResourceType: type, PhysicalResourceId: id } of page.StackResourceSummaries ?? []) {
        if (type && id) byType.set(type, [...(byType.get(type) ?? []), id]);
      }
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationError')) throw error;
    throw new OperatorError(
      `Stage ${JSON.stringify(context.stage)} is not deployed in ${context.region}: there is no stack ${stack}. ` +
        `Deploy it with \`npm run deploy -- --all -c stage=${context.stage}\`, or name another with --stage and --region.`,
    );
  }
  return byType;
}

function single(byType: ReadonlyMap<string, readonly string[]>, type: string, context: Context): string {
  const found = byType.get(type) ?? [];
  if (found.length === 1) return found[0]!;
  throw new OperatorError(
    `Stage ${JSON.stringify(context.stage)} should have one ${type}, but its stacks list ${found.length}. ` +
      'Deploy the stage again; if that does not help, look at its stacks in CloudFormation.',
  );
}
