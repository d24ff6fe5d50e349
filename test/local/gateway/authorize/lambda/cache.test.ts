import { allow, answered, arn, implicit, policyFor, setUp, thrown } from './asked';

describe('the cache', () => {
  test('spans methods and evaluates the policy anew, until the time is up', async () => {
    const { events, clock, outcome } = setUp({
      answer: () => answered({ ...allow, policyDocument: policyFor(arn('dev/GET/a')) }),
    });
    expect(await outcome(undefined, { path: '/a' })).toBe('ok');
    expect(await outcome(undefined, { path: '/b' })).toBe(implicit);
    expect(events).toHaveLength(1);
    clock.pass(299_999);
    await outcome(undefined, { path: '/a' });
    expect(events).toHaveLength(1);
    clock.pass(1);
    await outcome(undefined, { path: '/a' });
    expect(events).toHaveLength(2);
  });

  test('is kept by identity and stage', async () => {
    const { events, outcome } = setUp();
    await outcome({ headers: [['Authorization', 'one']] });
    await outcome({ headers: [['Authorization', 'two']] });
    await outcome({ headers: [['Authorization', 'one']] }, { stage: { name: 'prod' } });
    await outcome({ headers: [['authorization', 'one']] });
    expect(events.map(event => event['authorizationToken'])).toEqual(['one', 'two', 'one']);
  });

  test('does not mix identities that read alike when joined', async () => {
    const { events, outcome } = setUp({
      authorizer: { type: 'REQUEST', identitySource: 'method.request.header.a,method.request.header.b' },
    });
    await outcome({
      headers: [
        ['a', 'x,y'],
        ['b', 'z'],
      ],
    });
    await outcome({
      headers: [
        ['a', 'x'],
        ['b', 'y,z'],
      ],
    });
    expect(events).toHaveLength(2);
  });

  test('keeps no refusals, and nothing when it is off', async () => {
    const failing = setUp({ answer: () => thrown('Unauthorized') });
    await failing.outcome();
    await failing.outcome();
    expect(failing.events).toHaveLength(2);
    const off = setUp({ authorizer: { resultTtlSeconds: 0 } });
    await off.outcome();
    await off.outcome();
    expect(off.events).toHaveLength(2);
  });
});
