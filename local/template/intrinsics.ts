/**
 * Resolves CloudFormation's intrinsic functions in a template value (user guide, "Intrinsic function reference").
 * Names are looked up through a `Scope`; a property that resolves to `AWS::NoValue` disappears as on AWS.
 */
import { isRecord, list, record, text } from './values';

export interface Scope {
  readonly region: string;
  /** A parameter, a pseudo parameter, or a resource's physical id. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  /** Whether a named condition of the template holds. */
  condition(name: string): boolean;
  mapping(map: string, topLevelKey: string, secondLevelKey: string): unknown;
  importValue(exportName: string): unknown;
  /** The JSON or YAML file behind an S3 address; undefined when the assembly does not have it. */
  included(location: string): unknown;
  /** Notes something that a local run cannot resolve; a placeholder takes its place. */
  unresolved(what: string): void;
}

export const noValue = Symbol('AWS::NoValue');

export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map(entry => resolve(entry, scope)).filter(entry => entry !== noValue);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 ? (entries[0] as [string, unknown]) : ['', undefined];
  if (name === 'Ref') return scope.ref(String(argument));
  const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
  if (intrinsic) return intrinsic(argument, scope);
  if (name.startsWith('Fn::')) {
    scope.unresolved(`the intrinsic function ${name}`);
    return name;
  }
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, resolve(entry, scope)]).filter(([, entry]) => entry !== noValue),
  );
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...path] =
      typeof argument === 'string' ? argument.split('.') : list(argument).map(String);
    return scope.attribute(logicalId, path.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, values] = list(argument);
    return list(resolve(values, scope))
      .map(entry => text(entry) ?? JSON.stringify(entry))
      .join(String(separator));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return substitute(String(template), record(resolve(variables, scope)), scope);
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(argument);
    return list(resolve(values, scope))[Number(resolve(index, scope))];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = list(argument);
    return String(resolve(value, scope)).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument);
    return resolve(scope.condition(String(condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(resolve(argument, scope))),
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second, options] = list(argument).map(entry => resolve(entry, scope));
    const found = scope.mapping(String(map), String(top), String(second));
    return found ?? record(options)['DefaultValue'];
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = String(resolve(argument, scope)) || scope.region;
    return ['a', 'b', 'c'].map(zone => region + zone);
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString('base64'),
  'Fn::Length': (argument, scope) => list(resolve(argument, scope)).length,
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
  'Fn::Cidr': (_argument, scope) => {
    scope.unresolved(
      'the intrinsic function Fn::Cidr; networks are not served locally, so 10.0.0.0/24 stands for each block',
    );
    return Array.from({ length: 16 }, () => '10.0.0.0/24');
  },
  'Fn::Transform': (argument, scope) => {
    const { Name, Parameters } = record(resolve(argument, scope));
    const location = text(record(Parameters)['Location']) ?? '';
    const document = Name === 'AWS::Include' ? scope.included(location) : undefined;
    if (document !== undefined) return resolve(document, scope);
    scope.unresolved(
      Name === 'AWS::Include'
        ? `the file ${location}, which is no asset of the assembly`
        : `the macro ${Name}`,
    );
    return {};
  },
  'Fn::And': (argument, scope) => list(argument).every(entry => holds(entry, scope)),
  'Fn::Or': (argument, scope) => list(argument).some(entry => holds(entry, scope)),
  'Fn::Not': (argument, scope) => !holds(list(argument)[0], scope),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument).map(entry => resolve(entry, scope));
    return (
      JSON.stringify(left) === JSON.stringify(right) ||
      (text(left) !== undefined && text(left) === text(right))
    );
  },
};

/** Evaluates a condition: a function, or `{"Condition": name}` as CloudFormation refers to another one. */
export function holds(condition: unknown, scope: Scope): boolean {
  const name = isRecord(condition) ? condition['Condition'] : undefined;
  return typeof name === 'string' ? scope.condition(name) : resolve(condition, scope) === true;
}

/** `${Name}`, `${Resource.Attribute}`, and `${!Literal}`, which stays as `${Literal}`. */
function substitute(template: string, variables: Readonly<Record<string, unknown>>, scope: Scope): string {
  return template.replace(/\$\{(!?)([^}]*)\}/g, (_match, literal: string, inner: string) => {
    if (literal) return `\${${inner}}`;
    const name = inner.trim();
    if (Object.hasOwn(variables, name)) return text(variables[name]) ?? JSON.stringify(variables[name]);
    const [logicalId = '', ...path] = name.split('.');
    const value = path.length > 0 ? scope.attribute(logicalId, path.join('.')) : scope.ref(name);
    return text(value) ?? JSON.stringify(value);
  });
}
