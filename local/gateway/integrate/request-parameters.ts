/**
 * Parameter mapping of an integration request: `integration.request.{header,querystring,path}.name` from the method's
 * request, the context, stage variables or a literal. What a template overrides replaces what is mapped.
 * (API Gateway developer guide, "Parameter mapping for REST APIs".)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import type { Call } from '../call';
import type { RawHeaders } from '../listen/raw-headers';
import { javaText } from '../template/java-text';
import { compileSource, type MappingSource } from './mapping-source';
import type { Overrides } from './template-context';

export interface MappedParameters {
  readonly headers: RawHeaders;
  readonly query: RawHeaders;
  readonly path: Readonly<Record<string, string>>;
}

type Location = 'header' | 'querystring' | 'path';

export function compileRequestParameters(
  integration: IntegrationModel,
): (call: Call, overrides: Overrides) => MappedParameters {
  const mappings = Object.entries(integration.requestParameters).flatMap(([target, expression]) => {
    const match = /^integration\.request\.(?:multivalue)?(header|querystring|path)\.(.+)$/.exec(target);
    return match
      ? [{ location: match[1] as Location, name: match[2]!, source: compileSource(expression) }]
      : [];
  });
  const at = (location: Location) => mappings.filter(mapping => mapping.location === location);
  const [headers, query, path] = [at('header'), at('querystring'), at('path')];
  return (call, { requestOverride }) => ({
    headers: overridden(values(headers, call), requestOverride.header, name => name.toLowerCase()),
    query: overridden(values(query, call), requestOverride.querystring, name => name),
    path: Object.fromEntries(overridden(values(path, call), requestOverride.path, name => name)),
  });
}

function values(mappings: readonly { name: string; source: MappingSource }[], call: Call): RawHeaders {
  return mappings.flatMap(({ name, source }) => source(call).map(value => [name, value] as const));
}

function overridden(
  mapped: RawHeaders,
  overrides: Readonly<Record<string, unknown>>,
  keyOf: (name: string) => string,
): RawHeaders {
  const names = Object.keys(overrides);
  if (names.length === 0) return mapped;
  const replaced = new Set(names.map(keyOf));
  return [
    ...mapped.filter(([name]) => !replaced.has(keyOf(name))),
    ...names.flatMap(name => {
      const value = overrides[name];
      return (Array.isArray(value) ? value : [value]).map(one => [name, javaText(one)] as const);
    }),
  ];
}

/** Puts values in place of `{name}` in an integration URI; a name without a value stays as it is written. */
export function fillPath(uri: string, path: Readonly<Record<string, string>>): string {
  return uri.replace(/\{([^{}]+)\}/g, (whole, name: string) =>
    Object.hasOwn(path, name) ? path[name]! : whole,
  );
}
