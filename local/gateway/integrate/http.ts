/**
 * HTTP and HTTP_PROXY. The proxy passes the client's method, headers, query and body on and adds what is mapped; the
 * custom kind sends mapped parameters and a templated body only. Both name themselves to the backend.
 * (API Gateway developer guide, "HTTP integrations in API Gateway"; recordings of what backends receive.)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import type { Call } from '../call';
import { asText } from '../event/body';
import { firstAccepted, isBinaryType } from '../event/media-type';
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
import type { RawHeaders } from '../listen/raw-headers';
import { areSendable, remapHeaders, withContentType } from '../respond/answer-headers';
import { forbiddenMapping } from './forbidden-mappings';
import { type BackendRequest, type BackendResponse, callBackend } from './http-backend';
import { httpTarget } from './http-target';
import type { Integration, IntegrationPorts, IntegrationRefusal } from './integration';
import { logIntegration } from './integration-log';
import { compileIntegrationResponses } from './integration-response';
import { compileRequestParameters, fillPath, type MappedParameters } from './request-parameters';
import { compileRequestTemplates, evaluate } from './request-template';
import { noOverrides, type Overrides } from './template-context';

interface Outgoing {
  readonly parameters: MappedParameters;
  readonly headers: RawHeaders;
  readonly query: RawHeaders;
  readonly body: Buffer;
}

export function compileHttp(
  uri: string,
  connectionId: string | undefined,
  integration: IntegrationModel,
  api: { readonly id: string; readonly binaryMediaTypes: readonly string[] },
  ports: IntegrationPorts,
): Integration {
  const isProxy = integration.type === 'HTTP_PROXY';
  const forbidden = forbiddenMapping(integration, integration.type);
  const parametersOf = compileRequestParameters(integration);
  const template = compileRequestTemplates(integration);
  const respond = compileIntegrationResponses(integration, api.binaryMediaTypes);
  const connection = { type: integration.connectionType, id: connectionId };
  const method = integration.httpMethod?.toUpperCase();
  return async call => {
    if (forbidden) return integrationFailure(forbidden);
    const overrides = noOverrides();
    const outgoing = isProxy
      ? evaluate(() => proxied(call, parametersOf(call, overrides)))
      : custom(call, overrides);
    if (isRefusal(outgoing)) return outgoing;
    const target = httpTarget(
      fillPath(uri, outgoing.parameters.path),
      outgoing.query,
      connection,
      ports.upstreams,
    );
    if (isRefusal(target)) return target;
    const headers = named(outgoing.headers, api.id, call);
    if (!areSendable(headers))
      return integrationFailure(
        'Execution failed due to configuration error: a mapped header is not allowed by HTTP.',
      );
    const request: BackendRequest = {
      ...target,
      method: method === undefined || method === 'ANY' ? call.request.method : method,
      headers,
      body: outgoing.body,
    };
    const log = logIntegration(call, ports.clock, {
      uri: `${target.origin.protocol}//${target.host}${target.path}`,
      headers,
      body: outgoing.body,
    });
    const answer = await callBackend(request, integration.timeoutMilliseconds);
    if (isRefusal(answer)) return { ...answer, logged: log({ error: answer.reason }) };
    const logged = log(answer);
    if (isProxy) return { ...passOn(answer, call, api.binaryMediaTypes), logged };
    const text = isBinaryType(typeOf(answer.headers), api.binaryMediaTypes)
      ? answer.body
      : asText(answer.body);
    return respond(
      call,
      { selector: String(answer.status), headers: answer.headers, body: text, traced: true, logged },
      overrides,
    );
  };

  function custom(call: Call, overrides: Overrides): Outgoing | IntegrationRefusal {
    const body = template(call, overrides);
    if (isRefusal(body)) return body;
    const parameters = evaluate(() => parametersOf(call, overrides));
    if (isRefusal(parameters)) return parameters;
    const bodiless = ['GET', 'HEAD', 'OPTIONS'].includes(call.request.method);
    const contentType = call.values.header('content-type');
    const headers =
      contentType === undefined || bodiless || has(parameters.headers, 'content-type')
        ? parameters.headers
        : [['Content-Type', contentType] as const, ...parameters.headers];
    return { parameters, headers, query: parameters.query, body };
  }
}

const notPassedOn = new Set(['host', 'content-encoding', 'via']);

function proxied(call: Call, parameters: MappedParameters): Outgoing {
  const mapped = new Set(parameters.headers.map(([name]) => name.toLowerCase()));
  const kept = call.headers.filter(
    ([name]) => !notPassedOn.has(name.toLowerCase()) && !mapped.has(name.toLowerCase()),
  );
  return {
    parameters,
    headers: [...kept, ...parameters.headers],
    query: [...call.query, ...parameters.query],
    body: call.body.binary ? call.body.bytes : asText(call.body.bytes),
  };
}

const neverSent = new Set([
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
  'x-amzn-trace-id',
  'x-amzn-apigateway-api-id',
]);

/** Adds the headers by which a backend knows API Gateway. */
function named(headers: RawHeaders, apiId: string, call: Call): RawHeaders {
  const kept = headers.filter(([name]) => !neverSent.has(name.toLowerCase()));
  const defaults: RawHeaders = [
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${apiId}`],
  ];
  return [
    ...kept,
    ...defaults.filter(([name]) => !has(kept, name.toLowerCase())),
    ['X-Amzn-Trace-Id', call.traceHeader],
    ['X-Amzn-Apigateway-Api-Id', apiId],
  ];
}

function passOn(answer: BackendResponse, call: Call, binaryMediaTypes: readonly string[]) {
  const payloadIsBinary = isBinaryType(typeOf(answer.headers), binaryMediaTypes);
  const wantsBinary = isBinaryType(firstAccepted(call.values.header('accept')), binaryMediaTypes);
  const body = payloadIsBinary
    ? wantsBinary
      ? answer.body
      : Buffer.from(answer.body.toString('base64'), 'utf8')
    : asText(answer.body);
  // X-Amzn-Trace-Id goes to the backend only; what the backend answers with is passed on.
  return {
    status: answer.status,
    headers: withContentType(remapHeaders(answer.headers)),
    body,
    traced: false,
  };
}

function typeOf(headers: RawHeaders): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
}

function has(headers: RawHeaders, lowerCaseName: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === lowerCaseName);
}
