/** The thread of the embedded SQS and SNS. */
import { workerData } from 'node:worker_threads';
import { reportPort } from '../service-thread';
import { KeptMessages } from './kept-messages';
import { isRecord, records } from './records';
import { TraceHeaders } from './trace-headers';

type Done = (error: null, payload: unknown) => void;
type Request = {
  body: unknown;
  headers: Readonly<Record<string, unknown>>;
  raw: { socket: { destroyed: boolean } };
};

const jsonType = 'application/x-amz-json-1.0';

const { region, file } = workerData as { region: string; file?: string };

/**
 * The emulator knows queues by addresses that do not resolve everywhere and account 000000000000 only, so addresses
 * and ARNs are translated on their way in and out.
 */
async function main(): Promise<void> {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, defaultRegion: region });
  const canonicalUrls = new Map<string, string>();
  const traces = new TraceHeaders();
  const kept = file === undefined ? undefined : new KeptMessages(file);
  let base = '';

  app.addHook('preHandler', (request: { body: unknown }, _reply: unknown, done: () => void) => {
    const body = request.body;
    if (isRecord(body) && !Buffer.isBuffer(body)) {
      if (typeof body['QueueUrl'] === 'string') {
        const name = body['QueueUrl'].slice(body['QueueUrl'].lastIndexOf('/') + 1);
        body['QueueUrl'] = canonicalUrls.get(name) ?? body['QueueUrl'];
      }
      for (const name of ['TopicArn', 'TargetArn', 'SubscriptionArn', 'ResourceArn'])
        if (typeof body[name] === 'string') body[name] = inEmulatedAccount(body[name]);
    }
    done();
  });
  const call = (operation: string, body: object) =>
    app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': jsonType, 'x-amz-target': `AmazonSQS.${operation}` },
      payload: JSON.stringify(body),
    });
  /** Messages for a receiver that has gone meanwhile are given to the next one at once. */
  const giveBack = (queueUrl: unknown, messages: unknown) => {
    for (const { ReceiptHandle } of records(messages))
      void call('ChangeMessageVisibility', { QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 });
  };
  const sendAgain = async (queue: string) => {
    for (const { request, resent } of kept?.leftIn(queue, Date.now()) ?? []) {
      const { statusCode } = await call('SendMessage', {
        QueueUrl: `${base}/000000000000/${queue}`,
        ...request,
      });
      if (statusCode === 200) resent();
    }
  };
  app.addHook('preSerialization', (request: Request, _reply: unknown, payload: unknown, done: Done) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    let created: string | undefined;
    if (isRecord(payload)) {
      if (typeof payload['QueueUrl'] === 'string') {
        const name = payload['QueueUrl'].slice(payload['QueueUrl'].lastIndexOf('/') + 1);
        canonicalUrls.set(name, payload['QueueUrl']);
        payload['QueueUrl'] = `${base}/000000000000/${name}`;
        if (operation === 'CreateQueue') created = name;
      }
      if (isRecord(request.body)) kept?.note(operation, request.body, payload);
      traces.carry(request.body, payload);
      if (request.raw.socket.destroyed && isRecord(request.body))
        giveBack(request.body['QueueUrl'], payload['Messages']);
    }
    const answer = () => done(null, payload);
    if (created === undefined) answer();
    else sendAgain(created).then(answer, answer);
  });

  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.addresses()[0];
  const port = address?.port ?? 0;
  base = `http://127.0.0.1:${port}`;
  reportPort(port, async () => {
    await app.close();
  });
}

function inEmulatedAccount(arn: string): string {
  const parts = arn.split(':');
  if (parts[0] === 'arn') parts[4] = '000000000000';
  return parts.join(':');
}

void main();
