/**
 * The reference of the stage config, read from the doc comments of its types: one table an interface, in the order in
 * which the stage config names them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Route, routes } from '../../../contract/routes';
import { routeName } from '../../../lib/config/routes';
import { projectRoot } from '../../../lib/handlers/project';

interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly type: string;
  readonly text: string;
  readonly default?: string;
}
interface Interface {
  readonly name: string;
  readonly text: string;
  readonly parents: readonly string[];
  readonly fields: readonly Field[];
}

const folder = join(projectRoot, 'lib', 'config');

/** What the doc comments of an interface say that stands for a field where the config leaves it out. */
export function documentedDefaults(name: string): Readonly<Record<string, string | undefined>> {
  const interfaces = allInterfaces(readSources());
  const fields = fieldsOf(interfaces.get(name)!, interfaces);
  return Object.fromEntries(fields.map(field => [field.name, field.default]));
}

export function configurationReference(): string {
  const sources = readSources();
  const interfaces = allInterfaces(sources);
  const order: string[] = [];
  visit('StageConfig', interfaces, aliasesIn(sources), order);
  const sections = order.map(name => section(interfaces.get(name)!, interfaces));
  return [...sections, routeSection('RouteName', routes), routeSection('ProtectedRoute', closedRoutes)].join(
    '\n',
  );
}

const closedRoutes = routes.filter(route => !('open' in route));

function routeSection(name: string, of: readonly Pick<Route, 'method' | 'path'>[]): string {
  return `## ${name}\n\nOne of ${of.map(route => `\`${routeName(route)}\``).join(', ')}.\n`;
}

function readSources(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join(folder, file), 'utf8'));
}

function allInterfaces(sources: readonly string[]): ReadonlyMap<string, Interface> {
  return new Map(sources.flatMap(interfacesIn).map(found => [found.name, found]));
}

/** Depth first, so that what belongs together stands together. */
function visit(
  name: string,
  known: ReadonlyMap<string, Interface>,
  aliases: ReadonlyMap<string, string>,
  order: string[],
): void {
  const alias = aliases.get(name);
  if (alias) for (const part of alias.match(/\b[A-Z]\w+/g) ?? []) visit(part, known, aliases, order);
  const found = known.get(name);
  if (!found || order.includes(name)) return;
  order.push(name);
  for (const { type } of fieldsOf(found, known)) {
    for (const part of type.match(/\b[A-Z]\w+/g) ?? []) visit(part, known, aliases, order);
  }
}

/** Own fields and inherited ones that are not written anew. */
function fieldsOf(found: Interface, known: ReadonlyMap<string, Interface>): Field[] {
  const inherited = found.parents.flatMap(parent =>
    known.has(parent) ? fieldsOf(known.get(parent)!, known) : [],
  );
  const own = new Set(found.fields.map(({ name }) => name));
  return [...inherited.filter(({ name }) => !own.has(name)), ...found.fields];
}

function section(found: Interface, known: ReadonlyMap<string, Interface>): string {
  const rows = fieldsOf(found, known).map(({ name, required, type, text, default: value }) => {
    const cells = [
      `\`${name}\``,
      `\`${type.replaceAll('|', '\\|')}\``,
      required ? 'required' : (value ?? ''),
      text,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const intro = found.text === '' ? [] : [found.text, ''];
  return [`## ${found.name}`, '', ...intro, '| | type | default | |', '|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

function interfacesIn(source: string): Interface[] {
  const pattern =
    /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?(?:export )?interface (\w+)(?: extends ([\w, ]+))? \{\n(.*?)\n\}/gs;
  const lists = listsIn(source);
  return [...source.matchAll(pattern)].map(([, comment = '', name = '', parents = '', body = '']) => ({
    name,
    text: prose(comment).text,
    parents: parents
      .split(',')
      .map(parent => parent.trim())
      .filter(Boolean),
    fields: fieldsIn(withItems(body, lists)),
  }));
}

/** With the items of a list in the place of `(typeof list)[number]`. */
function withItems(body: string, lists: ReadonlyMap<string, string>): string {
  return body.replace(/\(typeof (\w+)\)\[number\](\[\])?/g, (type, name, many) => {
    const items = lists.get(name);
    if (items === undefined) return type;
    return many ? `(${items})[]` : items;
  });
}

/** `const periods = ['DAY', 'WEEK'] as const` by name, as the type of its items. */
function listsIn(source: string): ReadonlyMap<string, string> {
  const pattern = /const (\w+) = \[\s*([^\]]*?),?\s*\] as const;/g;
  return new Map(
    [...source.matchAll(pattern)].map(([, name = '', list = '']) => [name, list.split(/,\s*/).join(' | ')]),
  );
}

function fieldsIn(body: string): Field[] {
  const pattern = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*readonly (\w+)(\?)?: (.*?);\n/gs;
  return [...`${body}\n`.matchAll(pattern)].map(([, comment = '', name = '', optional, type = '']) => ({
    name,
    required: optional === undefined,
    type: type.replace(/\s+/g, ' ').trim(),
    ...prose(comment),
  }));
}

/** `type ZoneConfig = ZoneById | ZoneByLookup;` by name. */
function aliasesIn(sources: readonly string[]): ReadonlyMap<string, string> {
  const pattern = /export type (\w+) =([^;]*);/g;
  return new Map(
    sources.flatMap(source => [...source.matchAll(pattern)].map(([, name = '', type = '']) => [name, type])),
  );
}

function prose(comment: string): { text: string; default?: string } {
  const words = comment
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const [text = '', value] = words.split(/ ?@default (?:- )?/);
  return value === undefined ? { text } : { text, default: value };
}
