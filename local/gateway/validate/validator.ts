/**
 * Request validation: required parameters first, missing ones listed as headers, path, query string; blank counts as
 * missing. Then the body against the model of its content type (without a Content-Type: application/json) or of
 * `$default`; a type without a model is not validated. (API Gateway developer guide, "Request validation for REST APIs".)
 */
import type { MethodModel, RestApiModel } from '../../template/rest-api-model';
import type { Refusal } from '../exchange';
import { type ModelCheck, modelChecks } from './models';
import { methodRequestValue, type RequestValues } from './request-values';

export type RequestValidator = (request: ValidatedRequest) => Refusal | undefined;

export interface ValidatedRequest {
  readonly values: RequestValues;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** The key of a model for every content type without one of its own. */
const anyType = '$default';
const locations = ['header', 'multivalueheader', 'path', 'querystring', 'multivaluequerystring'];

export function compileValidator(api: RestApiModel, method: MethodModel): RequestValidator {
  const required = method.validator?.parameters ? requiredParameters(method) : [];
  const checks = method.validator?.body ? bodyChecks(api, method) : new Map<string, BodyCheck>();
  return ({ values, contentType, body }) => {
    const missing = required.filter(({ expression }) => !methodRequestValue(expression, values)?.trim());
    if (missing.length > 0) return missingParameters(missing.map(({ name }) => name));
    return (checks.get(mediaType(contentType)) ?? checks.get(anyType))?.(body);
  };
}

function requiredParameters(method: MethodModel) {
  return Object.entries(method.requestParameters)
    .filter(([, isRequired]) => isRequired)
    .map(([expression]) => {
      const [, , location = '', ...name] = expression.split('.');
      return { expression, name: name.join('.'), order: locations.indexOf(location) };
    })
    .sort((a, b) => a.order - b.order);
}

function missingParameters(names: readonly string[]): Refusal {
  const message = `Missing required request parameters: [${names.join(', ')}]`;
  return {
    refusal: 'BAD_REQUEST_PARAMETERS',
    message,
    errorType: 'BadRequestException',
    validationError: message,
    reason: message,
  };
}

type BodyCheck = (body: string) => Refusal | undefined;

function bodyChecks(api: RestApiModel, method: MethodModel): ReadonlyMap<string, BodyCheck> {
  const checks = Object.entries(method.requestModels).map(
    ([contentType, name]) =>
      [mediaType(contentType), bodyCheck(contentType, compiledModel(api, name))] as const,
  );
  return new Map(checks);
}

/** A model that is no valid schema makes its methods fail, and no other. */
function compiledModel(api: RestApiModel, name: string): ModelCheck | Refusal | undefined {
  try {
    return modelChecks(api)(name);
  } catch (error) {
    return {
      refusal: 'API_CONFIGURATION_ERROR',
      message: 'Internal server error',
      errorType: 'InternalServerErrorException',
      reason: `Model ${name} of API ${api.name} cannot be compiled: ${error instanceof Error ? error.message : error}`,
    };
  }
}

function bodyCheck(contentType: string, check: ModelCheck | Refusal | undefined): BodyCheck {
  return body => {
    if (typeof check === 'object') return check;
    const problems = check?.(parsed(body));
    return problems && invalidBody(contentType, problems);
  };
}

function invalidBody(contentType: string, problems: readonly string[]): Refusal {
  const validationError = `[${problems.join(', ')}]`;
  return {
    refusal: 'BAD_REQUEST_BODY',
    message: 'Invalid request body',
    errorType: 'BadRequestException',
    validationError,
    reason: `Request body does not match model schema for content type ${contentType}: ${validationError}`,
  };
}

/** Undefined for what is not JSON, an empty body included. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() || 'application/json';
}
