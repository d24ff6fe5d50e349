/**
 * MOCK: no backend. The request template yields {"statusCode": N}, and the integration response that N selects is the
 * answer; quotes are optional around the key. (API Gateway developer guide, "Mock integrations for REST APIs".)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
import type { Integration } from './integration';
import { compileIntegrationResponses } from './integration-response';
import { compileRequestTemplates } from './request-template';
import { noOverrides } from './template-context';

export function compileMock(integration: IntegrationModel, binaryMediaTypes: readonly string[]): Integration {
  const request = compileRequestTemplates(integration);
  const respond = compileIntegrationResponses(integration, binaryMediaTypes);
  return async call => {
    const overrides = noOverrides();
    const body = request(call, overrides);
    if (isRefusal(body)) return body;
    const selector = statusCode(body.toString('utf8'));
    if (selector === undefined) {
      return integrationFailure(
        'Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the integration responses.',
      );
    }
    const logged = { status: Number(selector) };
    return respond(call, { selector, headers: [], body: Buffer.alloc(0), traced: false, logged }, overrides);
  };
}

/** The text need not be JSON to the letter, but an object with an integer that stands without quotes. */
function statusCode(text: string): string | undefined {
  const object = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  return object === undefined
    ? undefined
    : /(?:^|[,{\s])(["']?)statusCode\1\s*:\s*(-?\d+)\s*(?=[,}\s]|$)/.exec(object)?.[2];
}
