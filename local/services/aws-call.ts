/**
 * Calls the embedded services by AWS's JSON and query protocols. The SDK would take longer to load than the services
 * to start, and they check no signature; they want only to see one.
 */
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

export class ServiceError extends Error {
  constructor(
    /** AWS's error code, without its namespace. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CallOptions {
  readonly region?: string;
  readonly signal?: AbortSignal;
}

/** @param target `DynamoDB_20120810.CreateTable`, `AmazonSQS.ReceiveMessage` */
export async function callJson(
  url: string,
  target: string,
  input: object,
  options: CallOptions = {},
): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const { status, text } = await post(url, headers, JSON.stringify(input), options);
  const output: Record<string, unknown> = text === '' ? {} : JSON.parse(text);
  if (status === 200) return output;
  const code = String(output['__type'] ?? status).replace(/^.*#/, '');
  throw new ServiceError(code, String(output['message'] ?? output['Message'] ?? text));
}

/** The query protocol, as SNS speaks it; the answer is XML. */
export async function callQuery(
  url: string,
  input: Record<string, string>,
  options: CallOptions = {},
): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, text } = await post(url, headers, new URLSearchParams(input).toString(), options);
  if (status === 200) return text;
  throw new ServiceError(
    /<Code>([^<]*)</.exec(text)?.[1] ?? String(status),
    /<Message>([^<]*)</.exec(text)?.[1] ?? text,
  );
}

function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  { region = 'us-east-1', signal }: CallOptions,
): Promise<{ status: number; text: string }> {
  const authorization = `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/service/aws4_request, SignedHeaders=host, Signature=local`;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        signal,
        headers: { ...headers, authorization, 'x-amz-date': '20200101T000000Z' },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
