/**
 * $util of mapping templates, on Java's functions: StringEscapeUtils.escapeJavaScript, URLEncoder, URLDecoder, Base64.
 * (API Gateway developer guide, "$util variables"; commons-lang documentation of escapeJavaScript.)
 */
import { TemplateObject } from './java-methods';
import { javaText } from './java-text';
import { parseJson } from './json';
import { TemplateError } from './template-error';

export const util = new TemplateObject({
  escapeJavaScript: value =>
    value === null || value === undefined ? null : escapeJavaScript(javaText(value)),
  parseJson: text => readJson(javaText(text)),
  urlEncode: text => urlEncode(javaText(text)),
  urlDecode: text => urlDecode(javaText(text)),
  base64Encode: text => Buffer.from(javaText(text), 'utf8').toString('base64'),
  base64Decode: text => Buffer.from(javaText(text), 'base64').toString('utf8'),
});

const named: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
};

/** Quotes of both kinds, slashes, controls and everything beyond ASCII are escaped. */
export function escapeJavaScript(text: string): string {
  return text.replace(
    /[^ !#-&(-.0-[\]-\u007f]/g,
    character =>
      named[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** Java writes the half of a pair that misses its other half as a question mark. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `application/x-www-form-urlencoded`, as java.net.URLEncoder writes it. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, '?'))
    .replace(/[!'()~]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

export function urlDecode(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text))
    throw new TemplateError(`$util.urlDecode got a broken escape in ${JSON.stringify(text)}.`);
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, run => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new TemplateError(`$util.parseJson got text that is not JSON: ${(error as Error).message}`);
  }
}
