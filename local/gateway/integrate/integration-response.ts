/**
 * The answer of a custom (non-proxy) integration. The integration response whose selection pattern matches the whole
 * selector (the status; for Lambda the error message) is taken, of several the one that has the selector for its status,
 * else the one without a pattern; its template makes the body, its parameters the headers, and overrides that templates
 * set have the last word.
 * (API Gateway developer guide, "Integration response for REST APIs", "Override your API's request and response
 * parameters and status codes".)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import type { Call, IntegrationAnswer } from '../call';
import { firstAccepted, isBinaryType } from '../event/media-type';
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
import type { RawHeaders } from '../listen/raw-headers';
import type { LoggedIntegration } from '../log/logged-request';
import { areSendable, remapHeaders, withContentType } from '../respond/answer-headers';
import { decodeBase64 } from '../respond/base64';
import { wholeRegExp } from '../template/java-regex';
import { javaText } from '../template/java-text';
import { compileVelocity, type VelocityTemplate } from '../template/velocity';
import type { IntegrationRefusal } from './integration';
import { compileSource, type MappingSource } from './mapping-source';
import { evaluate } from './request-template';
import { type Overrides, templateVariables } from './template-context';

export interface BackendAnswer {
  /** What selection patterns are matched against; empty for a function that did not fail, which `.*` matches too. */
  readonly selector: string;
  readonly headers: RawHeaders;
  readonly body: Buffer;
  readonly traced: boolean;
  readonly logged?: LoggedIntegration;
}

export type MapAnswer = (
  call: Call,
  answer: BackendAnswer,
  overrides: Overrides,
) => IntegrationAnswer | IntegrationRefusal;

interface Compiled {
  readonly status: number;
  readonly pattern: RegExp | undefined;
  readonly contentHandling: IntegrationModel['contentHandling'];
  readonly templates: readonly (readonly [type: string, template: VelocityTemplate])[];
  readonly headers: readonly (readonly [name: string, source: MappingSource])[];
}

export function compileIntegrationResponses(
  integration: IntegrationModel,
  binaryMediaTypes: readonly string[],
): MapAnswer {
  const responses = integration.responses.map(compile);
  return (call, answer, overrides) => {
    const mapped = map(call, answer, overrides);
    return answer.logged ? { ...mapped, logged: answer.logged } : mapped;
  };

  function map(
    call: Call,
    answer: BackendAnswer,
    overrides: Overrides,
  ): IntegrationAnswer | IntegrationRefusal {
    const selected = responses.filter(({ pattern }) => pattern?.test(answer.selector));
    const chosen =
      selected.find(({ status }) => String(status) === answer.selector) ??
      selected[0] ??
      responses.find(({ pattern }) => !pattern);
    if (!chosen)
      return configurationError(
        'No match for output mapping and no default output mapping configured. ' +
          `Endpoint Response Status Code: ${answer.logged?.status ?? answer.selector}`,
      );
    const accepted = firstAccepted(call.values.header('accept'));
    const body = transform(chosen, call, answer, overrides, { accepted, binaryMediaTypes });
    if (isRefusal(body)) return body;
    const response = { headers: answer.headers, text: answer.body.toString('utf8') };
    const mappedToHeaders = evaluate(() => mappedHeaders(chosen, call, response));
    if (isRefusal(mappedToHeaders)) return mappedToHeaders;
    const headers = override(mappedToHeaders, overrides.responseOverride.header);
    const named = withContentType(remapHeaders(headers), body.contentType);
    if (!areSendable(named)) return configurationError('A mapped header is not allowed by HTTP.');
    const status = overriddenStatus(overrides.responseOverride.status) ?? chosen.status;
    return { status, headers: named, body: body.bytes, traced: answer.traced };
  }
}

function compile(response: IntegrationModel['responses'][number]): Compiled {
  return {
    status: Number(response.statusCode),
    pattern: response.selectionPattern ? wholeRegExp(response.selectionPattern) : undefined,
    contentHandling: response.contentHandling,
    templates: Object.entries(response.responseTemplates).map(
      ([type, text]) => [type, compileVelocity(text)] as const,
    ),
    headers: Object.entries(response.responseParameters).flatMap(([target, source]) => {
      const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
      return name === undefined ? [] : [[name, compileSource(source)] as const];
    }),
  };
}

function transform(
  chosen: Compiled,
  call: Call,
  answer: BackendAnswer,
  overrides: Overrides,
  client: { readonly accepted: string | undefined; readonly binaryMediaTypes: readonly string[] },
): { bytes: Buffer; contentType: string } | IntegrationRefusal {
  const payloadType = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const payloadIsBinary = isBinaryType(payloadType, client.binaryMediaTypes);
  const clientWantsBinary = isBinaryType(client.accepted, client.binaryMediaTypes);
  const template = chooseTemplate(chosen.templates, client.accepted);
  const bytes = convert(answer.body, payloadIsBinary, clientWantsBinary, chosen.contentHandling);
  if (isRefusal(bytes)) return bytes;
  if (!template) return { bytes, contentType: 'application/json' };
  const text = evaluate(() => template[1](templateVariables(call, bytes.toString('utf8'), overrides)));
  if (typeof text !== 'string') return configurationError(text.reason);
  return { bytes: Buffer.from(text, 'utf8'), contentType: template[0] };
}

/** The conversion table: what the payload is, what the client accepts, and contentHandling together decide. */
function convert(
  body: Buffer,
  payloadIsBinary: boolean,
  clientWantsBinary: boolean,
  handling: Compiled['contentHandling'],
): Buffer | IntegrationRefusal {
  if (payloadIsBinary) {
    const asText = handling === 'CONVERT_TO_TEXT' || (handling === undefined && !clientWantsBinary);
    return asText ? Buffer.from(body.toString('base64'), 'utf8') : body;
  }
  const asBinary = handling === 'CONVERT_TO_BINARY' || (handling === undefined && clientWantsBinary);
  if (!asBinary) return body;
  return (
    decodeBase64(body.toString('utf8').trim()) ?? configurationError('Unable to base64 decode the body.')
  );
}

function chooseTemplate(templates: Compiled['templates'], accepted: string | undefined) {
  const wanted = accepted?.split(';', 1)[0]?.trim().toLowerCase();
  return (
    templates.find(([type]) => type.toLowerCase() === wanted) ??
    templates.find(([type]) => type.toLowerCase() === 'application/json') ??
    templates[0]
  );
}

function mappedHeaders(
  chosen: Compiled,
  call: Call,
  response: { headers: RawHeaders; text: string },
): RawHeaders {
  return chosen.headers.flatMap(([name, source]) =>
    source(call, response).map(value => [name, value] as const),
  );
}

function override(headers: RawHeaders, overrides: Readonly<Record<string, unknown>>): RawHeaders {
  const names = Object.keys(overrides);
  if (names.length === 0) return headers;
  const replaced = new Set(names.map(name => name.toLowerCase()));
  return [
    ...headers.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...names.flatMap(name => valuesOf(overrides[name]).map(value => [name, value] as const)),
  ];
}

function valuesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(javaText) : [javaText(value)];
}

/** Anything but an integer from 100 to 599 is ignored. */
function overriddenStatus(value: unknown): number | undefined {
  const status = Number(value ?? Number.NaN);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

function configurationError(reason: string): IntegrationRefusal {
  return {
    ...integrationFailure(`Execution failed due to configuration error: ${reason}`),
    refusal: 'API_CONFIGURATION_ERROR',
  };
}
