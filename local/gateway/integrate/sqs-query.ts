/**
 * SQS's query protocol, of which a SendMessage is translated to the JSON protocol and back.
 * (Amazon SQS developer guide, "Making query API requests"; API reference, "SendMessage".)
 */
import type { RawHeaders } from '../listen/raw-headers';
import type { BackendResponse } from './http-backend';

export interface QueryCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** @param known what the URI says, where the parameters do not */
export function readQueryCall(
  body: string,
  query: RawHeaders,
  known: Readonly<Record<string, string | undefined>>,
): QueryCall {
  const parameters = new Map<string, string>(
    Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  for (const [name, value] of [...query, ...new URLSearchParams(body)]) parameters.set(name, value);
  const text = (name: string) => (parameters.has(name) ? { [name]: parameters.get(name) } : {});
  const delay = parameters.get('DelaySeconds');
  const attributes = messageAttributes(parameters);
  return {
    action: parameters.get('Action') ?? '',
    input: {
      ...text('QueueUrl'),
      ...text('MessageBody'),
      ...text('MessageGroupId'),
      ...text('MessageDeduplicationId'),
      ...(delay === undefined ? {} : { DelaySeconds: Number(delay) }),
      ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
    },
  };
}

/** `MessageAttribute.1.Name`, `.Value.DataType`, `.Value.StringValue`; both spellings of the prefix are in use. */
function messageAttributes(parameters: ReadonlyMap<string, string>): Record<string, Record<string, string>> {
  const attributes: Record<string, Record<string, string>> = {};
  for (const [name, attributeName] of parameters) {
    const prefix = /^(MessageAttributes?\.(?:entry\.)?\d+)\.Name$/.exec(name)?.[1];
    if (prefix === undefined) continue;
    const value: Record<string, string> = {};
    for (const field of ['DataType', 'StringValue', 'BinaryValue']) {
      const found = parameters.get(`${prefix}.Value.${field}`);
      if (found !== undefined) value[field] = found;
    }
    attributes[attributeName] = value;
  }
  return attributes;
}

/** The query protocol's answer in JSON, which is what SQS sends to `Accept: application/json`. */
export function asQueryAnswer(action: string, { status, headers, body }: BackendResponse): Buffer {
  const requestId = headers.find(([name]) => name.toLowerCase() === 'x-amzn-requestid')?.[1] ?? '';
  const answer = readJson(body);
  if (status >= 400) {
    const code = String(answer['__type'] ?? 'InternalError').replace(/^.*#/, '');
    const error = { Code: code, Message: answer['message'] ?? answer['Message'] ?? '', Type: 'Sender' };
    return Buffer.from(JSON.stringify({ Error: error, RequestId: requestId }));
  }
  const result = {
    MD5OfMessageAttributes: null,
    MD5OfMessageBody: null,
    MD5OfMessageSystemAttributes: null,
    MessageId: null,
    SequenceNumber: null,
    ...answer,
  };
  return Buffer.from(
    JSON.stringify({
      [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } },
    }),
  );
}

function readJson(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
