/**
 * A method's settings in its stage: each setting from its own entry (`/~1jobs` + `GET`), else from that for every
 * method. Paths are encoded as JSON Pointers. (CloudFormation, AWS::ApiGateway::Stage MethodSetting.)
 */
import type { MethodModel, StageModel } from '../../template/model';

export type MethodSettings = Omit<StageModel['methodSettings'][number], 'resourcePath' | 'httpMethod'>;

export function methodSettings(stage: StageModel, method: MethodModel | undefined): MethodSettings {
  const matching = stage.methodSettings
    .map(settings => ({ settings, weight: specificity(settings, method) }))
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
): number {
  const anyPath = settings.resourcePath === '/*' || settings.resourcePath === '*';
  const anyMethod = settings.httpMethod === '*';
  if (!anyPath && decodePath(settings.resourcePath) !== method?.path) return -1;
  if (!anyMethod && settings.httpMethod.toUpperCase() !== method?.httpMethod) return -1;
  return (anyPath ? 0 : 2) + (anyMethod ? 0 : 1);
}

function decodePath(resourcePath: string): string {
  const pointer = resourcePath.startsWith('/~1') ? resourcePath.slice(1) : resourcePath;
  const path = pointer.replaceAll('~1', '/').replaceAll('~0', '~');
  return path.startsWith('/') ? path : `/${path}`;
}
