import busboy from 'busboy';
import { longestFileName, mediaType } from '../../contract/limits';
import { DomainError, type FieldError } from '../core/domain-error';
import { parseJson } from '../core/submit/strict-json';

export interface FormFile {
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface Form {
  /** The fields as a JSON body would have them. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly file: FormFile | undefined;
}

export function isForm(contentType: string | undefined): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(contentType ?? '');
}

const mediaTypePattern = new RegExp(mediaType.pattern);

/**
 * Reads multipart/form-data (RFC 7578): fields of text, `input` as JSON and `deadlineSeconds` as a number, and at most
 * one file, which must have a name.
 * @throws DomainError malformed_request, invalid_request
 */
export async function readForm(contentType: string, bytes: Uint8Array): Promise<Form> {
  const body: Record<string, unknown> = {};
  const files: (Omit<FormFile, 'name'> & { readonly name: string | undefined; readonly field: string })[] =
    [];
  const errors: FieldError[] = [];
  await parts(contentType, bytes, parser => {
    // The parser hands on a part without a name, whatever its types say.
    parser.on('field', (name: string | undefined, text, { nameTruncated, valueTruncated }) => {
      if (name === undefined) {
        errors.push({ field: '', detail: 'is a part of the form without a name; give it one' });
        return;
      }
      if (nameTruncated || valueTruncated)
        errors.push({ field: name, detail: 'is too long for a form; send JSON' });
      if (name === 'file') {
        errors.push({ field: name, detail: 'has no file name; send one with the file' });
        return;
      }
      if (Object.hasOwn(body, name)) errors.push({ field: name, detail: 'comes twice; send it once' });
      Object.defineProperty(body, name, {
        value: fieldValue(name, text),
        enumerable: true,
        configurable: true,
      });
    });
    parser.on('file', (field: string | undefined, stream, { filename, mimeType }) => {
      const chunks: Uint8Array[] = [];
      // The parser reports the same error; without a listener here it would end the process.
      stream.on('error', () => {});
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('end', () =>
        files.push({
          field: field ?? '',
          name: filename,
          contentType: isMediaType(mimeType) ? mimeType : 'application/octet-stream',
          body: Buffer.concat(chunks),
        }),
      );
    });
  });
  if (files.length > 1) errors.push({ field: 'file', detail: `comes ${files.length} times; send one file` });
  const [file] = files;
  if (file && !file.name)
    errors.push({ field: file.field, detail: 'has no file name; send one with the file' });
  const nameLength = file?.name?.length ?? 0;
  if (nameLength > longestFileName) {
    errors.push({
      field: 'file',
      detail: `has a name of ${nameLength} characters; must be ${longestFileName} at most`,
    });
  }
  if (errors.length > 0)
    throw new DomainError('invalid_request', 'The form cannot be used; see errors.', { errors });
  return {
    body,
    file: file?.name ? { name: file.name, contentType: file.contentType, body: file.body } : undefined,
  };
}

function isMediaType(text: string): boolean {
  return text.length <= mediaType.maxLength && mediaTypePattern.test(text);
}

function fieldValue(name: string, text: string): unknown {
  if (name === 'input') return parseJson(text);
  if (name === 'deadlineSeconds' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  return text;
}

function parts(
  contentType: string,
  bytes: Uint8Array,
  listen: (parser: busboy.Busboy) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      if (error instanceof DomainError) reject(error);
      else reject(new DomainError('malformed_request', `The form cannot be read: ${messageOf(error)}.`));
    };
    try {
      const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
      listen(parser);
      parser.on('close', resolve).on('error', refuse).end(bytes);
    } catch (error) {
      refuse(error);
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
