/**
 * The body that goes to a custom (non-proxy) integration. The template of the request's Content-Type (application/json
 * when it has none) is applied; without one the passthrough behaviour says whether the body goes on as it is or the
 * request is refused, 415. Binary bodies and contentHandling follow the conversion table.
 * (API Gateway developer guide, "Method request behavior for payloads without mapping templates", "Content type
 * conversions in API Gateway".)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import type { Call } from '../call';
import { asText } from '../event/body';
import { bareType } from '../event/media-type';
import { isRefusal } from '../exchange';
import { integrationFailure, unsupportedMediaType } from '../gateway-response/refusals';
import { decodeBase64 } from '../respond/base64';
import { TemplateError } from '../template/template-error';
import { compileVelocity } from '../template/velocity';
import type { IntegrationRefusal } from './integration';
import { type Overrides, templateVariables } from './template-context';

export type RequestTemplate = (call: Call, overrides: Overrides) => Buffer | IntegrationRefusal;

export function compileRequestTemplates(integration: IntegrationModel): RequestTemplate {
  const templates = new Map(
    Object.entries(integration.requestTemplates).map(([type, text]) => [
      type.toLowerCase(),
      compileVelocity(text),
    ]),
  );
  const refuses =
    integration.passthroughBehavior === 'NEVER' ||
    (integration.passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size > 0);
  return (call, overrides) => {
    const type = bareType(call.values.header('content-type')) || 'application/json';
    const template = templates.get(type) ?? templates.get('$default');
    if (!template && refuses) return unsupportedMediaType(`No mapping template is defined for ${type}.`);
    const body = convert(call, integration.contentHandling);
    if (isRefusal(body) || !template) return body;
    if (call.body.binary && integration.contentHandling !== 'CONVERT_TO_TEXT') {
      return integrationFailure('Execution failed due to configuration error: Unable to transform request');
    }
    return evaluate(() =>
      Buffer.from(template(templateVariables(call, body.toString('utf8'), overrides)), 'utf8'),
    );
  };
}

function convert({ body }: Call, handling: IntegrationModel['contentHandling']): Buffer | IntegrationRefusal {
  if (body.binary) {
    return handling === 'CONVERT_TO_TEXT' ? Buffer.from(body.bytes.toString('base64'), 'utf8') : body.bytes;
  }
  if (handling !== 'CONVERT_TO_BINARY') return asText(body.bytes);
  return (
    decodeBase64(body.bytes.toString('utf8').trim()) ??
    integrationFailure(
      'Execution failed due to configuration error: Unable to base64 decode the request body.',
    )
  );
}

/** A template that fails is a 500; one that could not read the request's body as JSON is the client's 400. */
export function evaluate<T>(render: () => T): T | IntegrationRefusal {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (!error.badRequest)
      return integrationFailure(`Execution failed due to configuration error: ${error.message}`);
    return {
      refusal: 'BAD_REQUEST_BODY',
      message: error.message,
      errorType: 'BadRequestException',
      reason: error.message,
    };
  }
}
