/** #macro and the calls of macros, among them the built-in #stop and #evaluate. */
import { compileExpression, type Expression, type Reference, type Scope } from './expressions';
import { javaText } from './java-text';
import { TemplateError } from './template-error';

export type Render = (scope: Scope) => string;

const deepestMacro = 20;

export function defineMacro(id: string, parameters: readonly Reference[], body: Render): Render {
  const names = parameters.map(parameter => parameter.id);
  return scope => {
    scope.macros.set(id, (inner, values) => {
      if (inner.depth >= deepestMacro) {
        throw new TemplateError(`#${id} calls itself more than ${deepestMacro} times.`);
      }
      const outer = names.map(name => inner.variables.get(name));
      for (const [at, name] of names.entries()) inner.variables.set(name, values[at]);
      inner.depth++;
      const text = body(inner);
      inner.depth--;
      for (const [at, name] of names.entries()) inner.variables.set(name, outer[at]);
      return text;
    });
    return '';
  };
}

/** @param compileText compiles text as a template of its own */
export function compileMacroCall(
  id: string,
  args: readonly Expression[],
  compileText: (text: string) => Render,
): Render {
  const values = args.map(argument => compileExpression(argument, compileText));
  if (id === 'stop' || id === 'return') return scope => stop(scope, 'stop');
  if (id === 'evaluate') return scope => compileText(javaText(values[0]?.(scope)))(scope);
  return scope =>
    scope.macros.get(id)?.(
      scope,
      values.map(value => value(scope)),
    ) ?? '';
}

/** Ends what is being printed: the loop, or the whole template. */
export function stop(scope: Scope, how: 'break' | 'stop'): string {
  scope.stopped = how;
  return '';
}
