/**
 * A method's settings in its stage: each setting from the entry of its path and verb (`/~1jobs` + `GET`), else from
 * that for every method. A stage has one entry for each verb that an ANY method takes; an entry for ANY itself is taken
 * for all of them. Paths are encoded as JSON Pointers. (CloudFormation, AWS::ApiGateway::Stage MethodSetting.)
 */
import type { MethodModel, StageModel } from '../../template/rest-api-model';

export type MethodSettings = Omit<StageModel['methodSettings'][number], 'resourcePath' | 'httpMethod'>;

/** @param httpMethod the request's verb */
export function methodSettings(
  stage: StageModel,
  method: MethodModel | undefined,
  httpMethod: string,
): MethodSettings {
  const matching = stage.methodSettings
    .map(settings => ({ settings, weight: specificity(settings, method, httpMethod) }))
    .filter(({ weight }) => weight >= 0)
    .sort((a, b) => a.weight - b.weight);
  return Object.assign(
    {},
    ...matching.map(({ settings: { resourcePath: _path, httpMethod: _method, ...values } }) =>
      Object.fromEntries(Object.entries(values).filter(([, value]) => isSet(value))),
    ),
  );
}

/** API Gateway reports a throttle that is not set as -1. */
function isSet(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'number' && value < 0);
}

function specificity(
  settings: StageModel['methodSettings'][number],
  method: MethodModel | undefined,
  httpMethod: string,
): number {
  const anyPath = settings.resourcePath === '/*' || settings.resourcePath === '*';
  if (!anyPath && decodePath(settings.resourcePath) !== method?.path) return -1;
  const byVerb = ['*', method?.httpMethod ?? '', httpMethod].lastIndexOf(settings.httpMethod.toUpperCase());
  return byVerb < 0 || (byVerb > 0 && !method) ? -1 : (anyPath ? 0 : 3) + byVerb;
}

function decodePath(resourcePath: string): string {
  const pointer = resourcePath.startsWith('/~1') ? resourcePath.slice(1) : resourcePath;
  const path = pointer.replaceAll('~1', '/').replaceAll('~0', '~');
  return path.startsWith('/') ? path : `/${path}`;
}
