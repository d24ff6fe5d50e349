import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult } from 'aws-lambda';
import { readEnvironment } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { acceptedTokens } from './accepted-tokens';
import { decide, unauthorized } from './decide';
import { tokenVerifier } from './token-verifier';

const log = jsonLog(toStandardOutput, {});
const accepted = readEnvironment(process.env, read => read.json('acceptedTokens', acceptedTokens));
const decider = { accepted, verify: tokenVerifier(accepted) };

export async function handler(event: APIGatewayAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    return await decide(decider, event);
  } catch (error) {
    if (!(error instanceof Error && error.message === unauthorized)) log.error('cannot decide', { error });
    throw error;
  }
}
