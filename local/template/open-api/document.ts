/**
 * The OpenAPI document that a REST API is made from: inline, with the template's intrinsic functions resolved, or a file
 * of the assembly, whose text API Gateway takes as it stands. (CloudFormation, AWS::ApiGateway::RestApi `Body`,
 * `BodyS3Location`.)
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AssemblyError, findAsset, type Stack } from '../assembly';
import type { Identified } from '../rest-apis';
import { isRecord, type Properties, record, text } from '../values';

/** The API that a document describes, and how its parts are made. */
export interface Described {
  readonly document: Properties;
  readonly apiId: string;
  /** @param name what tells the part from others of its type */
  part(kind: string, name: string, properties: Properties): Identified;
}

/** Undefined for an API that is made from resources alone. */
export function openApiDocument(stack: Stack, properties: Properties): Properties | undefined {
  if (isRecord(properties['Body'])) return properties['Body'];
  const key = text(record(properties['BodyS3Location'])['Key']);
  return key === undefined ? undefined : readDocument(stack, key);
}

/** A JSON or YAML file of the assembly, by the object key or S3 address under which a template names it. */
export function readDocument(stack: Stack, reference: string): Properties | undefined {
  const asset = findAsset(stack, reference);
  if (!asset) return undefined;
  try {
    return record(parse(readFileSync(asset.path, 'utf8')));
  } catch (error) {
    throw new AssemblyError(
      `${asset.path} cannot be read as JSON or YAML: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** What a local `$ref` points to; anything else is itself. */
export function dereferenced(document: Properties, value: unknown): Properties {
  const pointer = /^#\/(.+)$/.exec(text(record(value)['$ref']) ?? '')?.[1];
  if (pointer === undefined) return record(value);
  const parts = pointer.split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return record(parts.reduce<unknown>((at, part) => record(at)[part], document));
}
