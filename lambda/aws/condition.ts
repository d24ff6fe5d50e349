import type { Clause } from '../core/job/clauses';
import type { JobChange } from '../core/ports';

/** Names and values of an expression; every attribute goes by a placeholder, since many names are reserved words. */
export interface Expression {
  readonly text: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The clauses as one ConditionExpression; its text is empty when there are none. */
export function conditionOf(clauses: readonly Clause[]): Expression {
  return join(clauses.map(clauseExpression), ' AND ');
}

function clauseExpression({ attribute, test }: Clause, index: number): Expression {
  const names = { [`#${attribute}`]: attribute };
  switch (test.is) {
    case 'absent':
      return { text: `attribute_not_exists(#${attribute})`, names, values: {} };
    case 'below':
      return { text: `#${attribute} < :c${index}`, names, values: { [`:c${index}`]: test.limit } };
    case 'absentOrNot':
      return {
        text: `(attribute_not_exists(#${attribute}) OR #${attribute} <> :c${index})`,
        names,
        values: { [`:c${index}`]: test.value },
      };
    case 'absentOrAbove':
      return {
        text: `(attribute_not_exists(#${attribute}) OR #${attribute} > :c${index})`,
        names,
        values: { [`:c${index}`]: test.limit },
      };
    case 'oneOf': {
      const values = Object.fromEntries(test.values.map((value, at) => [`:c${index}_${at}`, value]));
      return { text: `#${attribute} IN (${Object.keys(values).join(', ')})`, names, values };
    }
  }
}

/** A change as an UpdateExpression. */
export function updateOf({ set = {}, remove = [], add = {} }: JobChange): Expression {
  const sets = Object.entries(set).filter(([, value]) => value !== undefined);
  return join(
    [
      section('SET', sets, name => `#${name} = :${name}`),
      section(
        'REMOVE',
        remove.map(name => [name]),
        name => `#${name}`,
      ),
      section('ADD', Object.entries(add), name => `#${name} :${name}`),
    ].filter(part => part.text !== ''),
    ' ',
  );
}

function section(
  keyword: string,
  entries: readonly (readonly [name: string, value?: unknown])[],
  write: (name: string) => string,
): Expression {
  return {
    text: entries.length === 0 ? '' : `${keyword} ${entries.map(([name]) => write(name)).join(', ')}`,
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(
      entries.flatMap(entry => (entry.length > 1 ? [[`:${entry[0]}`, entry[1]]] : [])),
    ),
  };
}

function join(parts: readonly Expression[], separator: string): Expression {
  return {
    text: parts.map(part => part.text).join(separator),
    names: Object.assign({}, ...parts.map(part => part.names)),
    values: Object.assign({}, ...parts.map(part => part.values)),
  };
}
