/**
 * Mapping templates. velocityjs parses them; they are compiled once into functions and evaluated by the rules of
 * Apache Velocity that API Gateway shows: null prints nothing, only null and false are false, unlike types compare by
 * their text, and null equals the empty text. (Velocity user guide, "VTL Reference"; recorded answers.)
 */
import { parse } from 'velocityjs';
import { compileExpression, type Expression, holds, type Reference, type Scope } from './expressions';
import { assign } from './java-methods';
import { isMap, JavaList, javaText } from './java-text';
import { compileMacroCall, defineMacro, type Render, stop } from './macros';
import { TemplateError } from './template-error';

export type VelocityTemplate = (variables: Readonly<Record<string, unknown>>) => string;

interface Directive {
  readonly type: string;
  readonly id: string;
  readonly value: string;
  readonly condition: Expression;
  readonly from: Expression;
  readonly to: string;
  readonly args?: readonly Reference[] | readonly Expression[];
  readonly equal: readonly [Reference, Expression];
}
type Node = string | Directive | readonly Node[];

/** @throws TemplateError when the text is not a template */
export function compileVelocity(text: string): VelocityTemplate {
  const render = compileList(parseTemplate(text));
  return variables => {
    try {
      return render({
        variables: new Map(Object.entries(variables)),
        macros: new Map(),
        stopped: undefined,
        depth: 0,
      });
    } catch (error) {
      throw error instanceof TemplateError ? error : new TemplateError((error as Error).message);
    }
  };
}

function parseTemplate(text: string): readonly Node[] {
  try {
    // velocityjs knows #stop only as a call.
    return parse(text.replace(/#stop\b(?!\()/g, '#stop()')) as unknown as readonly Node[];
  } catch (error) {
    throw new TemplateError(`The template is not valid VTL: ${(error as Error).message}`);
  }
}

function compileList(nodes: readonly Node[]): Render {
  const parts = nodes.map(compileNode);
  return scope => {
    let text = '';
    for (const part of parts) {
      if (scope.stopped) break;
      text += part(scope);
    }
    return text;
  };
}

function compileNode(node: Node): Render {
  if (typeof node === 'string') return () => node;
  if (isBlock(node)) return compileBlock(node);
  switch (node.type) {
    case 'references': {
      const value = compileExpression(node as unknown as Expression, compileText);
      return scope => javaText(value(scope));
    }
    case 'set':
      return compileSet(node.equal);
    case 'raw':
      return () => node.value;
    case 'break':
      return scope => stop(scope, 'break');
    case 'macro_call':
      return compileMacroCall(node.id, (node.args ?? []) as readonly Expression[], compileText);
    default:
      return () => '';
  }
}

function isBlock(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}

/** Text between double quotes is a template of its own. */
function compileText(text: string): Render {
  return compileList(parseTemplate(text));
}

function compileBlock(block: readonly Node[]): Render {
  const head = block[0];
  if (typeof head !== 'object' || isBlock(head)) return compileList(block);
  const body = block.slice(1);
  switch (head.type) {
    case 'if':
      return compileIf(block);
    case 'foreach':
      return compileForeach(head, compileList(body));
    case 'macro':
      return defineMacro(head.id, (head.args ?? []) as readonly Reference[], compileList(body));
    case 'define': {
      const render = compileList(body);
      return scope => {
        scope.variables.set(head.id, render(scope));
        return '';
      };
    }
    default:
      return compileList(body);
  }
}

function compileIf(block: readonly Node[]): Render {
  const branches: { applies: (scope: Scope) => boolean; nodes: Node[] }[] = [];
  for (const node of block) {
    const type = typeof node === 'object' && !isBlock(node) ? node.type : '';
    if (type === 'if' || type === 'elseif') {
      const condition = compileExpression((node as Directive).condition, compileText);
      branches.push({ applies: scope => holds(condition(scope)), nodes: [] });
    } else if (type === 'else') branches.push({ applies: () => true, nodes: [] });
    else branches.at(-1)?.nodes.push(node);
  }
  const compiled = branches.map(({ applies, nodes }) => ({ applies, render: compileList(nodes) }));
  return scope => compiled.find(({ applies }) => applies(scope))?.render(scope) ?? '';
}

/** Rounds of a loop at most. (API Gateway quotas: iterations in a #foreach … #end loop.) */
const mostRounds = 1_000;

function compileForeach({ from, to }: Directive, body: Render): Render {
  const list = compileExpression(from, compileText);
  return scope => {
    const value = list(scope);
    const all: readonly unknown[] = Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
    const items = all.slice(0, mostRounds);
    const outer = [
      scope.variables.get(to),
      scope.variables.get('foreach'),
      scope.variables.get('velocityCount'),
    ];
    let text = '';
    for (const [index, item] of items.entries()) {
      const last = index === all.length - 1;
      scope.variables.set(to, item).set('velocityCount', index + 1);
      scope.variables.set('foreach', { index, count: index + 1, hasNext: !last, first: index === 0, last });
      text += body(scope);
      if (scope.stopped) break;
    }
    if (scope.stopped === 'break') scope.stopped = undefined;
    scope.variables.set(to, outer[0]).set('foreach', outer[1]).set('velocityCount', outer[2]);
    return text;
  };
}

function compileSet([target, source]: readonly [Reference, Expression]): Render {
  const value = compileExpression(source, compileText);
  const path = target.path ?? [];
  const last = path.at(-1);
  if (!last) {
    return scope => {
      scope.variables.set(target.id, value(scope));
      return '';
    };
  }
  const base = compileExpression({ ...target, path: path.slice(0, -1) }, compileText);
  const key = last.type === 'index' ? compileExpression(last.id, compileText) : () => last.id;
  return scope => {
    const container = base(scope);
    if (isMap(container)) assign(container, javaText(key(scope)), value(scope));
    else if (Array.isArray(container) || container instanceof JavaList)
      container[Number(key(scope))] = value(scope);
    return '';
  };
}
