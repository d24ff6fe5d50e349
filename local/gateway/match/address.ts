/**
 * Which API and stage a request is for. A custom domain (the Host header) leads through its base path mappings, the
 * longest first; any other host leads to the API of the listener, where the first segment of the path is the stage.
 * Unknown stages, unmapped base paths and a disabled execute-api endpoint are all answered 403 Forbidden.
 * (API Gateway developer guide, "Custom domain name for public REST APIs", "Disable the default endpoint".)
 */
import type { Model } from '../../template/model';
import type { RestApiModel, StageModel } from '../../template/rest-api-model';
import type { GatewayRequest, Refusal } from '../exchange';
import { forbidden } from '../gateway-response/refusals';
import { headerValue } from '../listen/raw-headers';

export interface Address {
  readonly api: RestApiModel;
  readonly stage: StageModel;
  /** What the resources are matched against: the path after the stage or the base path. */
  readonly resourcePath: string;
  /** `event.path`: without the stage, but with the base path of a custom domain. */
  readonly eventPath: string;
  /** `requestContext.path`: as called, without slashes doubled at its start. */
  readonly contextPath: string;
  readonly basePath?: string;
}

export type Locate = (request: GatewayRequest, listenerApi: RestApiModel) => Address | Refusal;

interface Mapping {
  readonly basePath: string;
  readonly api: RestApiModel;
  readonly stage?: string;
}

export function compileAddresses(model: Model): Locate {
  const apis = new Map(model.apis.map(api => [api.id, api]));
  const domains = new Map(
    model.domains.map(domain => [domain.name.toLowerCase(), compileMappings(domain.mappings, apis)]),
  );
  return (request, listenerApi) => {
    const host = headerValue(request.headers, 'host')?.replace(/:\d+$/, '').toLowerCase() ?? '';
    const path = `/${withoutLeadingSlashes(request.path)}`;
    const mappings = domains.get(host) ?? domains.get(`*${host.slice(Math.max(host.indexOf('.'), 0))}`);
    if (mappings) return throughDomain(mappings, host, path);
    const api = apis.get(namedApi(request, host) ?? '') ?? listenerApi;
    if (api.executeApiEndpointDisabled)
      return forbidden(`The execute-api endpoint of ${api.name} is disabled.`);
    const { first, rest } = splitFirst(path);
    const stage = api.stages.find(({ name }) => name === first);
    if (!stage) return forbidden(`${api.name} has no stage ${JSON.stringify(first)}.`);
    return {
      api,
      stage,
      resourcePath: rest,
      eventPath: `/${withoutLeadingSlashes(rest)}`,
      contextPath: path,
    };
  };
}

/** A private API may be named by the host of the endpoint or by x-apigw-api-id. */
function namedApi(request: GatewayRequest, host: string): string | undefined {
  const byHost = /^([a-z0-9]+)(?:-vpce-[a-z0-9]+)?\.execute-api\./.exec(host)?.[1];
  return byHost ?? (request.vpcEndpointId ? headerValue(request.headers, 'x-apigw-api-id') : undefined);
}

function throughDomain(mappings: readonly Mapping[], host: string, path: string): Address | Refusal {
  for (const { basePath, api, stage: mappedStage } of mappings) {
    const afterBase = stripBase(path, basePath);
    if (afterBase === undefined) continue;
    const { first, rest } =
      mappedStage === undefined ? splitFirst(afterBase) : { first: mappedStage, rest: afterBase };
    const stage = api.stages.find(({ name }) => name === first);
    if (!stage)
      return forbidden(
        `${host}/${basePath} maps to ${api.name}, which has no stage ${JSON.stringify(first)}.`,
      );
    return {
      api,
      stage,
      resourcePath: rest,
      eventPath: path,
      contextPath: path,
      basePath: basePath === '' ? '(none)' : basePath,
    };
  }
  return forbidden(`${host} has no base path mapping for ${path}.`);
}

function compileMappings(
  mappings: Model['domains'][number]['mappings'],
  apis: ReadonlyMap<string, RestApiModel>,
): readonly Mapping[] {
  return mappings
    .flatMap(({ basePath, apiId, stage }) => {
      const api = apis.get(apiId);
      const base = basePath === '(none)' ? '' : basePath.replace(/^\/+|\/+$/g, '');
      return api ? [{ basePath: base, api, ...(stage === undefined ? {} : { stage }) }] : [];
    })
    .sort((a, b) => b.basePath.length - a.basePath.length);
}

/** What follows the base path, or undefined when the path does not begin with its segments. */
function stripBase(path: string, basePath: string): string | undefined {
  if (basePath === '') return path;
  if (path === `/${basePath}`) return '/';
  return path.startsWith(`/${basePath}/`) ? path.slice(basePath.length + 1) : undefined;
}

function splitFirst(path: string): { first: string; rest: string } {
  const end = path.indexOf('/', 1);
  return end < 0 ? { first: path.slice(1), rest: '/' } : { first: path.slice(1, end), rest: path.slice(end) };
}

function withoutLeadingSlashes(path: string): string {
  let start = 0;
  while (path[start] === '/') start++;
  return path.slice(start);
}
