/** Models of an OpenAPI document: its named schemas, and one for each request body whose schema has no name. */
import { createHash } from 'node:crypto';
import type { Identified } from '../rest-apis';
import { isRecord, list, type Properties, record, text } from '../values';
import { type Described, dereferenced } from './document';

export function readModels(described: Described): Identified[] {
  const { document } = described;
  const named = {
    ...record(document['definitions']),
    ...record(record(document['components'])['schemas']),
  };
  const unnamed = Object.values(record(document['paths'])).flatMap(item =>
    Object.values(dereferenced(document, item)).flatMap(operation =>
      isRecord(operation) ? bodySchemas(described, operation).map(([, schema]) => schema) : [],
    ),
  );
  const schemas = new Map(Object.entries(named));
  for (const schema of unnamed) if (nameOf(schema) === undefined) schemas.set(drawnName(schema), schema);
  return [...schemas].map(([name, schema]) =>
    described.part('Model', name, { Name: name, Schema: referring(described.apiId, schema) }),
  );
}

/** Content type → model name. */
export function requestModels(
  described: Described,
  operation: Properties,
  parameters: readonly Properties[],
): Record<string, string> {
  return Object.fromEntries(
    bodySchemas(described, { ...operation, parameters }).map(([contentType, schema]) => [
      contentType,
      nameOf(schema) ?? drawnName(schema),
    ]),
  );
}

/** In Swagger a parameter that is the body, for each type that is consumed; in OpenAPI 3 the `requestBody`. */
function bodySchemas({ document }: Described, operation: Properties): (readonly [string, unknown])[] {
  const consumed = [operation['consumes'], document['consumes'], ['application/json']].find(Array.isArray);
  const ofSwagger = list(operation['parameters']).flatMap(value => {
    const parameter = dereferenced(document, value);
    return parameter['in'] === 'body'
      ? list(consumed).map(type => [String(type), parameter['schema']] as const)
      : [];
  });
  const content = record(dereferenced(document, operation['requestBody'])['content']);
  const ofOpenApi = Object.entries(content).map(([type, media]) => [type, record(media)['schema']] as const);
  return [...ofSwagger, ...ofOpenApi].filter(([, schema]) => isRecord(schema));
}

const schemaReference = /^#\/(?:definitions|components\/schemas)\/([^/]+)(\/.*)?$/;

function nameOf(schema: unknown): string | undefined {
  return schemaReference.exec(text(record(schema)['$ref']) ?? '')?.[1];
}

function drawnName(schema: unknown): string {
  return `MODEL${createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 6)}`;
}

/** A copy in which references to schemas of the document are references to models of the API. */
function referring(apiId: string, node: unknown): unknown {
  if (Array.isArray(node)) return node.map(entry => referring(apiId, entry));
  if (!isRecord(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const [, name, rest = ''] = key === '$ref' ? (schemaReference.exec(String(value)) ?? []) : [];
      const model = `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
      return [key, name === undefined ? referring(apiId, value) : rest === '' ? model : `${model}#${rest}`];
    }),
  );
}
