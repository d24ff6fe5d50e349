import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  APIGatewayClient,
  ConflictException,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { PlanMember, PlanMembers } from '../../../contract/plan-members';

process.env.AWS_REGION = 'us-east-1';
const { handler } =
  require('../../../lambda/key-moves/handler') as typeof import('../../../lambda/key-moves/handler');

const gateway = mockClient(APIGatewayClient);
const cloudFormation = mockClient(CloudFormationClient);
const answers: { readonly Status: string; readonly Reason?: string; readonly type?: string }[] = [];
const bucket = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  answers.push({ ...JSON.parse(text), type: request.headers['content-type'] });
  response.end();
});

beforeAll(done => {
  bucket.listen(0, '127.0.0.1', done);
});
afterAll(done => {
  bucket.closeAllConnections();
  bucket.close(done);
});
beforeEach(() => {
  gateway.reset();
  cloudFormation.reset();
  answers.length = 0;
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

const inFree: PlanMember = { KeyId: 'ann', UsagePlanId: 'free' };
const inPro: PlanMember = { KeyId: 'ann', UsagePlanId: 'pro' };
const free = { keyId: 'ann', usagePlanId: 'free' };
const pro = { keyId: 'ann', usagePlanId: 'pro' };
const missing = new NotFoundException({ $metadata: {}, message: 'Invalid Usage Plan ID specified' });
const conflict = new ConflictException({ $metadata: {}, message: 'conflict' });

type Request = CloudFormationCustomResourceEvent<PlanMembers, PlanMembers>;

async function call(
  RequestType: Request['RequestType'],
  before: PlanMember,
  after: PlanMember,
  remaining?: string[],
) {
  const properties = (member: PlanMember, plans = ['free', 'pro']) => ({
    ServiceToken: 'arn',
    Members: [member],
    Plans: plans,
  });
  const { port } = bucket.address() as AddressInfo;
  const request = {
    RequestType,
    ResponseURL: `http://127.0.0.1:${port}/signed`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Members',
    PhysicalResourceId: 'Members',
    ResourceProperties: properties(after, remaining),
    OldResourceProperties: properties(before),
  };
  await handler(request as unknown as Request, { awsRequestId: 'id' } as Context);
  return answers;
}

function stackIs(StackStatus: StackStatus) {
  cloudFormation
    .on(DescribeStacksCommand, { StackName: 'stack' })
    .resolves({ Stacks: [{ StackName: 'stack', CreationTime: new Date(), StackStatus }] });
}

const success = {
  Status: 'SUCCESS',
  PhysicalResourceId: 'Members',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Members',
  type: '',
};

describe('the function that moves keys', () => {
  it.each(['Create', 'Delete'] as const)(
    'leaves a stack to CloudFormation at %s, and says so',
    async type => {
      expect(await call(type, inFree, inPro)).toEqual([success]);
      expect(gateway.calls()).toHaveLength(0);
    },
  );

  it('takes a key out of the plan that it leaves, and lets CloudFormation put it into the next', async () => {
    stackIs('UPDATE_IN_PROGRESS');
    expect(await call('Update', inFree, inPro)).toEqual([success]);
    expect(gateway.calls().map(({ args }) => args[0].input)).toEqual([free]);
    expect(gateway.commandCalls(DeleteUsagePlanKeyCommand)).toHaveLength(1);
  });

  it('does not mind a key that was taken out before', async () => {
    stackIs('UPDATE_IN_PROGRESS');
    gateway.on(DeleteUsagePlanKeyCommand).rejects(missing);
    expect(await call('Update', inFree, inPro)).toEqual([success]);
  });

  it('puts a key back when the update is undone, also where it had not left', async () => {
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    gateway.on(DeleteUsagePlanKeyCommand, pro).rejects(missing);
    gateway.on(CreateUsagePlanKeyCommand, { ...free, keyType: 'API_KEY' }).rejects(conflict);
    gateway.on(GetUsagePlanKeyCommand, free).resolves({ id: 'ann' });
    expect(await call('Update', inPro, inFree)).toEqual([success]);
    expect(gateway.commandCalls(CreateUsagePlanKeyCommand)).toHaveLength(1);
  });

  it('fails where a key is in a plan that nobody named', async () => {
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    gateway.on(CreateUsagePlanKeyCommand).rejects(conflict);
    gateway.on(GetUsagePlanKeyCommand).rejects(missing);
    expect(await call('Update', inPro, inFree)).toEqual([
      { ...success, Status: 'FAILED', Reason: 'conflict' },
    ]);
  });

  it('fails where a plan leaves with keys of the command line in it, before it moves any', async () => {
    stackIs('UPDATE_IN_PROGRESS');
    const page = { usagePlanId: 'free', limit: 500 };
    gateway
      .on(GetUsagePlanKeysCommand, page)
      .resolves({ items: [{ id: 'ann', name: 'ann', value: 'secret' }], position: 'next' })
      .on(GetUsagePlanKeysCommand, { ...page, position: 'next' })
      .resolves({ items: [{ id: 'k-7', name: 'customer', value: 'secret' }] });
    const [answer] = await call('Update', inFree, inPro, ['pro']);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('customer (k-7). Leave it in'),
    });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(gateway.commandCalls(DeleteUsagePlanKeyCommand)).toHaveLength(0);
  });

  it('lets a plan leave whose keys are all of the config, or that is gone already', async () => {
    stackIs('UPDATE_IN_PROGRESS');
    gateway
      .on(GetUsagePlanKeysCommand)
      .resolvesOnce({ items: [{ id: 'ann', name: 'ann' }] })
      .rejects(missing);
    expect(await call('Update', inFree, inPro, ['pro'])).toEqual([success]);
    expect(await call('Update', inFree, inPro, ['pro'])).toEqual([success, success]);
  });

  it('asks nothing of a plan that leaves when an update is undone', async () => {
    stackIs('UPDATE_ROLLBACK_IN_PROGRESS');
    expect(await call('Update', inPro, inFree, ['free'])).toEqual([success]);
    expect(gateway.commandCalls(GetUsagePlanKeysCommand)).toHaveLength(0);
  });

  it('tells CloudFormation what went wrong, which waits for an answer otherwise', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(new Error('not authorized'));
    expect(await call('Update', inFree, inPro)).toEqual([
      { ...success, Status: 'FAILED', Reason: 'not authorized' },
    ]);
    expect(gateway.calls()).toHaveLength(0);
  });
});
