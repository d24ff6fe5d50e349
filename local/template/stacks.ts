/** Brings the stacks of an assembly together: nested stacks, exports, SSM parameters, and notes on what is missing. */
import { readNestedTemplate, type Stack } from './assembly';
import type { Endpoints } from './identity';
import type { Unsupported } from './model';
import { StackScope, type Surroundings } from './stack-scope';
import { type Properties, record, text } from './values';

export interface ResolvedStacks {
  readonly scopes: readonly StackScope[];
  readonly notes: readonly Unsupported[];
}

export function resolveStacks(stacks: readonly Stack[], endpoints: Endpoints): ResolvedStacks {
  const scopes: StackScope[] = [];
  const nested = new Map<string, StackScope>();
  const notes = new Map<string, Unsupported>();
  let exported: Map<string, () => unknown> | undefined;

  const surroundings: Surroundings = {
    endpoints,
    exportedValue: name => {
      exported ??= new Map(scopes.flatMap(scope => scope.exports()));
      return exported.get(name)?.();
    },
    ssmParameter: name => {
      for (const scope of scopes)
        for (const [logicalId, declared] of Object.entries(record(scope.stack.template['Resources'])))
          if (record(declared)['Type'] === 'AWS::SSM::Parameter' && scope.identify(logicalId).ref === name)
            return text(scope.resource(logicalId).properties['Value']);
      return undefined;
    },
    nestedOutput: (scope, logicalId, output) => nested.get(keyOf(scope, logicalId))?.output(output),
    note: (scope, logicalId, type, reason) => {
      const note = { stack: scope.stack.name, logicalId, type, reason };
      notes.set(JSON.stringify(note), note);
    },
  };

  const add = (stack: Stack, parameters: () => Properties): StackScope => {
    const scope = new StackScope(stack, parameters, surroundings);
    scopes.push(scope);
    for (const [logicalId, declared] of Object.entries(record(stack.template['Resources']))) {
      const resource = record(declared);
      if (resource['Type'] !== 'AWS::CloudFormation::Stack') continue;
      if (resource['Condition'] !== undefined && !scope.condition(String(resource['Condition']))) continue;
      const template = readNestedTemplate(stack, resource);
      if (!template) {
        surroundings.note(
          scope,
          logicalId,
          'AWS::CloudFormation::Stack',
          'Its template is not part of the assembly.',
        );
        continue;
      }
      const child = { ...stack, name: `${stack.name}-${logicalId}`, template };
      nested.set(
        keyOf(scope, logicalId),
        add(child, () => record(scope.resource(logicalId).properties['Parameters'])),
      );
    }
    return scope;
  };
  for (const stack of stacks) add(stack, () => ({}));
  return {
    scopes,
    get notes() {
      return [...notes.values()];
    },
  };
}

const keyOf = (scope: StackScope, logicalId: string) => `${scope.stack.name}/${logicalId}`;
