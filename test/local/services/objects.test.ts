import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { clientOf, EmbeddedServices } from './embedded-services';

const services = new EmbeddedServices();
beforeAll(() => services.start());
afterAll(() => services.remove());

describe('objects', () => {
  const s3 = () => new S3Client(clientOf(services.endpoints.objects));
  const at = (Key: string) => ({ Bucket: 'stack-bucket', Key });

  test('are written only when new with If-None-Match, and checked against their checksum', async () => {
    await s3().send(new PutObjectCommand({ ...at('once'), Body: '1', ChecksumAlgorithm: 'SHA256' }));
    await expect(
      s3().send(new PutObjectCommand({ ...at('once'), Body: '2', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(
      s3().send(
        new PutObjectCommand({
          ...at('bad'),
          Body: '1',
          ChecksumSHA256: Buffer.alloc(32).toString('base64'),
        }),
      ),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(s3().send(new HeadObjectCommand(at('bad')))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('are read by range, listed by prefix in pages, and deleted', async () => {
    for (const key of ['list/a', 'list/b', 'list/c/d'])
      await s3().send(new PutObjectCommand({ ...at(key), Body: '0123456789' }));
    const part = await s3().send(new GetObjectCommand({ ...at('list/a'), Range: 'bytes=2-4' }));
    expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
    const first = await s3().send(
      new ListObjectsV2Command({ Bucket: 'stack-bucket', Prefix: 'list/', Delimiter: '/', MaxKeys: 2 }),
    );
    expect([first.Contents?.map(({ Key }) => Key), first.IsTruncated]).toEqual([['list/a', 'list/b'], true]);
    const rest = await s3().send(
      new ListObjectsV2Command({
        Bucket: 'stack-bucket',
        Prefix: 'list/',
        Delimiter: '/',
        ContinuationToken: first.NextContinuationToken,
      }),
    );
    expect([rest.CommonPrefixes, rest.IsTruncated]).toEqual([[{ Prefix: 'list/c/' }], false]);
    await s3().send(new DeleteObjectCommand(at('list/a')));
    await expect(s3().send(new GetObjectCommand(at('list/a')))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('are put together from parts', async () => {
    const { UploadId } = await s3().send(new CreateMultipartUploadCommand(at('large')));
    const bodies = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];
    const Parts = await Promise.all(
      bodies.map(async (Body, index) => {
        const { ETag } = await s3().send(
          new UploadPartCommand({ ...at('large'), UploadId, PartNumber: index + 1, Body }),
        );
        return { ETag, PartNumber: index + 1 };
      }),
    );
    const { ETag } = await s3().send(
      new CompleteMultipartUploadCommand({ ...at('large'), UploadId, MultipartUpload: { Parts } }),
    );
    expect(ETag).toMatch(/-2"$/);
    const head = await s3().send(new HeadObjectCommand(at('large')));
    expect(head.ContentLength).toBe(5 * 1024 * 1024 + 3);
  });

  test('are up- and downloaded by presigned addresses that bind what was signed and expire', async () => {
    const put = await getSignedUrl(s3(), new PutObjectCommand({ ...at('link x'), ContentType: 'text/csv' }), {
      expiresIn: 60,
      signableHeaders: new Set(['content-type']),
    });
    expect(
      (await fetch(put, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/html' } })).status,
    ).toBe(403);
    expect(
      (await fetch(put, { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } })).status,
    ).toBe(200);
    const get = await getSignedUrl(
      s3(),
      new GetObjectCommand({ ...at('link x'), ResponseContentDisposition: 'attachment; filename="x.csv"' }),
      { expiresIn: 60 },
    );
    const answer = await fetch(get);
    expect([answer.status, await answer.text(), answer.headers.get('content-disposition')]).toEqual([
      200,
      'a,b',
      'attachment; filename="x.csv"',
    ]);
    expect((await fetch(get.replace('link%20x', 'once'))).status).toBe(403);
    const expired = await getSignedUrl(s3(), new GetObjectCommand(at('link x')), {
      expiresIn: 1,
      signingDate: new Date(0),
    });
    expect(await (await fetch(expired)).text()).toContain('Request has expired');
  });
});
