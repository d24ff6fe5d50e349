/**
 * Policy documents: what authorizers return, identity policies and resource policies. An explicit denial wins over
 * every permission; without either the answer is neither. (IAM user guide, "Policy evaluation logic".)
 */
import { type Condition, type ConditionValues, compileConditions } from './conditions';
import { compilePrincipal, type PrincipalTest } from './principals';
import { matchesWildcard } from './wildcard';

export type Verdict = 'allow' | 'deny' | 'neither';

export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly values: ConditionValues;
  /** Undefined: nobody is known to call. */
  readonly principalArn?: string | undefined;
}

export type Policy = (request: PolicyRequest) => Verdict;

interface Statement {
  readonly effect: 'allow' | 'deny';
  readonly applies: (request: PolicyRequest) => boolean;
}

export interface PolicyKind {
  /** Resource policies say of whom they speak. */
  readonly principals: boolean;
  /** What `execute-api:/` at the beginning of a resource stands for. */
  readonly resourcePrefix?: string;
}

/** Undefined when the document is not a policy. */
export function compilePolicy(document: unknown, kind: PolicyKind): Policy | undefined {
  const entries = property(document, 'Statement');
  if (entries === undefined) return undefined;
  const statements: Statement[] = [];
  for (const entry of [entries].flat()) {
    const statement = compileStatement(entry, kind);
    if (!statement) return undefined;
    statements.push(statement);
  }
  return request => {
    const effects = statements.filter(({ applies }) => applies(request)).map(({ effect }) => effect);
    return strongest(effects);
  };
}

/** Several policies of one kind speak as one. */
export function strongest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('deny') ? 'deny' : verdicts.includes('allow') ? 'allow' : 'neither';
}

function compileStatement(entry: unknown, kind: PolicyKind): Statement | undefined {
  const effect = property(entry, 'Effect');
  const action = listTest(entry, 'Action', (pattern, { action }) =>
    matchesWildcard(pattern.toLowerCase(), action.toLowerCase()),
  );
  const resource = listTest(entry, 'Resource', (pattern, { resource: asked }) =>
    matchesWildcard(expanded(pattern, kind.resourcePrefix), asked),
  );
  const conditions = compileConditions(property(entry, 'Condition'));
  const principal = kind.principals ? principalTest(entry) : () => true;
  if ((effect !== 'Allow' && effect !== 'Deny') || !action || !resource || !conditions || !principal) {
    return undefined;
  }
  return {
    effect: effect === 'Allow' ? 'allow' : 'deny',
    applies: request =>
      action(request) &&
      resource(request) &&
      principal(request.principalArn) &&
      conditions.every((condition: Condition) => condition(request.values)),
  };
}

/** `Action` or `NotAction`, `Resource` or `NotResource`: exactly one of the two, a text or a list of texts. */
function listTest(
  entry: unknown,
  name: string,
  matches: (pattern: string, request: PolicyRequest) => boolean,
): ((request: PolicyRequest) => boolean) | undefined {
  const [wanted, unwanted] = [property(entry, name), property(entry, `Not${name}`)];
  if ((wanted === undefined) === (unwanted === undefined)) return undefined;
  const patterns = [wanted ?? unwanted].flat();
  if (!patterns.every(pattern => typeof pattern === 'string')) return undefined;
  return request => patterns.some(pattern => matches(pattern, request)) === (wanted !== undefined);
}

function principalTest(entry: unknown): PrincipalTest | undefined {
  const excluded = compilePrincipal(property(entry, 'NotPrincipal'));
  return excluded ? arn => !excluded(arn) : compilePrincipal(property(entry, 'Principal'));
}

function expanded(pattern: string, prefix: string | undefined): string {
  return prefix === undefined ? pattern : pattern.replace(/^execute-api:\//, prefix);
}

function property(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
