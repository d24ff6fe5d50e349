import type { App } from 'aws-cdk-lib';

export interface Statement {
  /** Stack, logical id. */
  readonly at: string;
  readonly resourceType: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: string;
}

/** Every policy statement of every template of a synthesized app, wherever a resource holds one. */
export function statementsOf(app: App): Statement[] {
  return app
    .synth()
    .stacks.flatMap(stack =>
      Object.entries((stack.template as { Resources: Record<string, object> }).Resources).flatMap(
        ([id, resource]) =>
          documentsIn(resource).flatMap(document =>
            list(document.Statement).map(raw =>
              readStatement(
                raw as RawStatement,
                `${stack.stackName}/${id}`,
                String((resource as { Type: string }).Type),
              ),
            ),
          ),
      ),
    );
}

interface RawStatement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function readStatement(raw: RawStatement, at: string, resourceType: string): Statement {
  return {
    at,
    resourceType,
    effect: raw.Effect,
    actions: [...list(raw.Action), ...list(raw.NotAction).map(action => `not ${flat(action)}`)].map(flat),
    resources: [...list(raw.Resource), ...list(raw.NotResource).map(resource => `not ${flat(resource)}`)].map(
      flat,
    ),
    principals: list(raw.Principal).map(flat),
    conditions: flat(raw.Condition ?? ''),
  };
}

/** Policy documents anywhere in a resource: managed, inline, of a trust, of a resource. */
function documentsIn(value: unknown): { readonly Statement: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Statement' in value ? [value as { readonly Statement: unknown }] : [];
  return [...own, ...Object.values(value).flatMap(documentsIn)];
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** References as their names, joined parts as one text: what a reader of the policy would see. */
export function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(flat).join(',');
  const [[name, inner] = ['', '']] = Object.entries(value);
  if (name === 'Ref') return `<${inner}>`;
  if (name === 'Fn::GetAtt') return `<${(inner as string[]).join('.')}>`;
  if (name === 'Fn::ImportValue') return `<${flat(inner).replace(/.*ExportsOutput(FnGetAtt|Ref)/, '')}>`;
  if (name === 'Fn::Join') return (inner as [string, unknown[]])[1].map(flat).join((inner as [string])[0]);
  return Object.entries(value)
    .map(([key, item]) => `${key}:${flat(item)}`)
    .join(' ');
}
