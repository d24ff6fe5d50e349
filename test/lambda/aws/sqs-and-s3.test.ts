import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { s3BlobStore } from '../../../lambda/aws/s3-blob-store';
import { readJobMessage, sqsJobQueue } from '../../../lambda/aws/sqs-job-queue';
import { startQueuesAndBuckets } from './services';

let services: Awaited<ReturnType<typeof startQueuesAndBuckets>>;
beforeAll(async () => {
  services = await startQueuesAndBuckets();
});
afterAll(() => services.stop());

test('a sent job arrives as the message it was, in the group of its tenant', async () => {
  await sqsJobQueue(services.sqs, services.queueUrl).send({ tenant: 'acme', id: 'one', suspect: true });
  const { Messages = [] } = await services.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: services.queueUrl, WaitTimeSeconds: 5, AttributeNames: ['All'] }),
  );
  expect(readJobMessage(Messages[0]?.Body ?? '')).toEqual({ tenant: 'acme', id: 'one', suspect: true });
});

test.each(['', 'null', '[]', '{"tenant":"acme"}', '{"tenant":1,"id":2}', '{'])(
  '%j is no job message',
  text => {
    expect(readJobMessage(text)).toBeUndefined();
  },
);

test('a message of a later version is read for what this one knows', () => {
  expect(readJobMessage('{"tenant":"acme","id":"one","priority":3}')).toEqual({ tenant: 'acme', id: 'one' });
});

test('a payload is read back as it was stored', async () => {
  const blobs = s3BlobStore(services.s3, 'files');
  await blobs.put('acme/job/input.json', '"süß"', { contentType: 'application/json' });
  expect(Buffer.from(await blobs.get('acme/job/input.json')).toString()).toBe('"süß"');
});
