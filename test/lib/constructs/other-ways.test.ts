import { resources, synthesize } from '../synthesize';

describe('what submits jobs beside callers', () => {
  const { State, Api } = synthesize({
    submissionTopics: [{ name: 'orders', tenant: 'shop' }],
    schedules: [
      {
        name: 'nightly',
        expression: 'cron(0 2 * * ? *)',
        timeZone: 'Europe/Berlin',
        tenant: 'shop',
        job: { name: 'report' },
      },
    ],
  });

  it('is a topic whose messages reach a queue that takes them from no other', () => {
    State.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs' });
    Api.hasResourceProperties('AWS::Lambda::Function', {
      ImageConfig: { Command: ['submissions.handler'] },
      Environment: { Variables: { SUBMISSION_TENANTS: { 'Fn::Join': ['', ['{"', {}, '":"shop"}']] } } },
    });
    const policies = JSON.stringify(resources(State, 'AWS::SQS::QueuePolicy'));
    expect(policies).toMatch(/"aws:SourceArn":\{"Ref":"\w*orders\w*"\}/);
  });

  it('is a schedule in its time zone that says which tick it is', () => {
    Api.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 2 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: {
        Input:
          '{"schedule":"nightly","tenant":"shop","job":{"name":"report"},"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      },
    });
  });

  it('does not exist where the stage asks for none', () => {
    const plain = synthesize();
    plain.Api.resourceCountIs('AWS::Scheduler::Schedule', 0);
    expect(JSON.stringify(plain.Api.toJSON())).not.toMatch(/submissions\.handler|schedules\.handler/);
  });
});

describe('functions elsewhere', () => {
  const here = 'arn:aws:lambda:eu-central-1:123456789012:function:here';
  const away = 'arn:aws:lambda:us-west-2:210987654321:function:away';
  const { Api } = synthesize({
    account: '123456789012',
    region: 'eu-central-1',
    jobs: { remoteFunctions: { here, away } },
  });

  it('may be started by the worker, these and no other', () => {
    const policies = Object.entries(resources(Api, 'AWS::IAM::Policy')).filter(([id]) =>
      id.includes('Worker'),
    );
    expect(JSON.stringify(policies)).toContain(
      `"lambda:InvokeFunction","Effect":"Allow","Resource":["${here}","${away}"]`,
    );
  });

  it('send their answers to the queue where the stage may say so', () => {
    Api.resourceCountIs('AWS::Lambda::EventInvokeConfig', 1);
    Api.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: 'here',
      Qualifier: '$LATEST',
    });
  });
});
