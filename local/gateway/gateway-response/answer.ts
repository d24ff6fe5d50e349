/**
 * Gateway responses: what API Gateway answers in place of the method. A type's own settings count, else those of
 * DEFAULT_4XX or DEFAULT_5XX, else the defaults; a status that the type's own settings leave out is looked for alike.
 * The body's template is chosen by Accept, then application/json, then the first; its key is the Content-Type.
 * (API Gateway developer guide, "Gateway responses" and "Set up a gateway response".)
 */
import type { GatewayResponseModel } from '../../template/rest-api-model';
import type { ContextVariables, GatewayResponse, Refusal } from '../exchange';
import type { RequestValues } from '../validate/request-values';
import { compileTemplate, type Template, type TemplateValues, variableValue } from './template';
import { familyOf, responseTypeOf } from './types';

export interface GatewayResponses {
  answer(refusal: Refusal, about: Refused): GatewayResponse;
  /** The type whose settings make the answer; undefined where the API has none for it. */
  settingsFor(refusal: Refusal): string | undefined;
}

/** What is known of the refused request. */
export interface Refused {
  readonly context: ContextVariables;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly values: RequestValues;
  readonly httpMethod: string;
  /** Value of X-Amzn-Trace-Id, where API Gateway sends it with an error. */
  readonly traceHeader?: string;
}

interface Compiled {
  readonly status?: number;
  readonly parameters: readonly (readonly [header: string, expression: string])[];
  readonly templates: readonly (readonly [contentType: string, template: Template])[];
}

export function compileGatewayResponses(models: readonly GatewayResponseModel[]): GatewayResponses {
  const byType = new Map(models.map(model => [model.responseType, compile(model)]));
  const familyTypeOf = ({ refusal, status }: Refusal) => familyOf(status ?? responseTypeOf(refusal).status);
  return {
    settingsFor: refusal => [refusal.refusal, familyTypeOf(refusal)].find(type => byType.has(type)),
    answer(refusal, about) {
      const type = responseTypeOf(refusal.refusal);
      const own = byType.get(refusal.refusal);
      const family = byType.get(familyTypeOf(refusal));
      const settings = own ?? family;
      const values: TemplateValues = { ...about, context: errorContext(refusal, about.context) };
      const status = own?.status ?? family?.status ?? refusal.status ?? type.status;
      const template = choose(settings?.templates ?? [], about.values.header('Accept'));
      const body = template ? template[1](values) : (refusal.body ?? `{"message":${messageString(refusal)}}`);
      return {
        status,
        headers: headers(
          refusal,
          template?.[0] ?? 'application/json',
          settings?.parameters ?? [],
          values,
          about,
        ),
        body: Buffer.from(about.httpMethod === 'HEAD' ? '' : body),
      };
    },
  };
}

const defaultTemplates = { 'application/json': '{"message":$context.error.messageString}' };

function compile(model: GatewayResponseModel): Compiled {
  const hasTemplates = Object.keys(model.responseTemplates).length > 0;
  return {
    ...(model.statusCode === undefined ? {} : { status: Number(model.statusCode) }),
    parameters: Object.entries(model.responseParameters).flatMap(([target, expression]) => {
      const header = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
      return header === undefined ? [] : [[header, expression] as const];
    }),
    templates: Object.entries(hasTemplates ? model.responseTemplates : defaultTemplates).map(
      ([key, text]) => [key, compileTemplate(text)] as const,
    ),
  };
}

/** `$context.error.*` of a refused request. */
export function errorContext(refusal: Refusal, context: ContextVariables): ContextVariables {
  return {
    ...context,
    'error.message': refusal.message,
    'error.messageString': messageString(refusal),
    'error.responseType': refusal.refusal,
    ...(refusal.validationError === undefined
      ? {}
      : { 'error.validationErrorString': refusal.validationError }),
  };
}

function messageString({ refusal, message }: Refusal): string {
  const quoted = JSON.stringify(message);
  return responseTypeOf(refusal).message === 'spaced' ? ` ${quoted}` : quoted;
}

function choose(templates: Compiled['templates'], accept: string | undefined) {
  const wanted = (accept ?? '').split(',').map(type => type.split(';')[0]?.trim().toLowerCase());
  for (const type of [...wanted, 'application/json']) {
    const match = templates.find(([key]) => key.toLowerCase() === type);
    if (match) return match;
  }
  return templates[0];
}

function headers(
  refusal: Refusal,
  contentType: string,
  parameters: Compiled['parameters'],
  values: TemplateValues,
  about: Refused,
): (readonly [string, string])[] {
  const mapped = parameters.flatMap(([name, expression]) => {
    const value = parameterValue(expression, values);
    return value === undefined ? [] : [[name, value] as const];
  });
  const overridden = new Set(mapped.map(([name]) => name.toLowerCase()));
  const standard: (readonly [string, string | undefined])[] = [
    ['Content-Type', contentType],
    ['x-amzn-RequestId', variableValue('context.requestId', values)],
    ['x-amzn-ErrorType', refusal.errorType],
    ['x-amz-apigw-id', variableValue('context.extendedRequestId', values)],
    ['X-Amzn-Trace-Id', about.traceHeader],
  ];
  return [
    ...standard.flatMap(([name, value]) =>
      value === undefined || overridden.has(name.toLowerCase()) ? [] : [[name, value] as const],
    ),
    ...mapped,
  ];
}

/** A quoted text is itself; anything else names a value. A header cannot carry a line break, whatever was sent. */
function parameterValue(expression: string, values: TemplateValues): string | undefined {
  const literal = /^'([\s\S]*)'$/.exec(expression)?.[1];
  return (literal ?? variableValue(expression, values))?.replaceAll(/[\r\n]+/g, ' ');
}
