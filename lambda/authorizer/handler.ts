import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult, Context } from 'aws-lambda';
import { readEnvironment } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { acceptedTokens } from './accepted-tokens';
import { decide, unauthorized } from './decide';
import { tokenVerifier } from './token-verifier';

const accepted = readEnvironment(process.env, read => read.json('acceptedTokens', acceptedTokens));
const decider = { accepted, verify: tokenVerifier(accepted) };

export async function handler(
  event: APIGatewayAuthorizerEvent,
  { awsRequestId: requestId }: Context,
): Promise<APIGatewayAuthorizerResult> {
  try {
    return await decide(decider, event);
  } catch (error) {
    if (!(error instanceof Error && error.message === unauthorized)) {
      jsonLog(toStandardOutput, { requestId }).error('A token could not be decided about.', { error });
    }
    throw error;
  }
}
