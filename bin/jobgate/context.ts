import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { OperatorError } from './operator-error';

export interface Output {
  /** Standard output: what a command was asked for, so that it can be piped. */
  readonly out: (line: string) => void;
  /** Standard error: progress, remarks and mistakes. */
  readonly note: (line: string) => void;
}

/** What a command works with: the account, the clock, and where it speaks to the operator. */
export interface Context extends Output {
  readonly stage: string;
  readonly region: string;
  readonly gateway: APIGatewayClient;
  readonly cloudFormation: CloudFormationClient;
  readonly table: DynamoDBDocumentClient;
  readonly now: () => number;
}

/** API Gateway's control plane allows few calls a second (CreateApiKey: 5), so a long import must wait, not fail. */
const patience = { retryMode: 'adaptive', maxAttempts: 12 } as const;

/** Clients with the standard AWS settings: credentials and endpoints come from where the AWS tools find them. */
export function connect(stage: string, region: string, rest: Output & Pick<Context, 'now'>): Context {
  return {
    ...rest,
    stage,
    region,
    gateway: new APIGatewayClient({ region, ...patience }),
    cloudFormation: new CloudFormationClient({ region }),
    table: DynamoDBDocumentClient.from(new DynamoDBClient({ region })),
  };
}

/** The region asked for, or the one that the AWS settings of the machine name. */
export async function regionOf(asked: string | undefined): Promise<string> {
  if (asked) return asked;
  try {
    return await new CloudFormationClient({}).config.region();
  } catch {
    const fallback = process.env['AWS_DEFAULT_REGION'];
    if (fallback) return fallback;
    throw new OperatorError(
      'No AWS region is set. Give --region, e.g. --region eu-central-1, or set AWS_REGION.',
    );
  }
}
