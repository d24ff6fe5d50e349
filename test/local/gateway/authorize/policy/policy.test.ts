import fc from 'fast-check';
import { compileConditions } from '../../../../../local/gateway/authorize/policy/conditions';
import { compilePolicy, type PolicyRequest } from '../../../../../local/gateway/authorize/policy/policy';

const prefix = 'arn:aws:execute-api:us-east-1:000000000000:api1234567/';
const resource = `${prefix}dev/GET/jobs/7`;
const ask = (changes: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: 'execute-api:Invoke',
  resource,
  values: {},
  ...changes,
});
const statement = (changes: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: resource,
  ...changes,
});
const verdict = (statements: unknown, request = ask()) =>
  compilePolicy({ Version: '2012-10-17', Statement: statements }, { principals: false })?.(request);

describe('statements', () => {
  test.each<[string, unknown, string | undefined]>([
    ['the very ARN', statement(), 'allow'],
    ['one statement in a list', [statement()], 'allow'],
    ['a star over slashes', statement({ Resource: `${prefix}dev/*` }), 'allow'],
    ['a star for everything', statement({ Resource: '*' }), 'allow'],
    ['one of several', statement({ Resource: ['a', resource] }), 'allow'],
    ['question marks', statement({ Resource: `${prefix}d?v/GET/jobs/?` }), 'allow'],
    ['another resource', statement({ Resource: `${prefix}dev/GET/jobs` }), 'neither'],
    ['resources in another case', statement({ Resource: resource.toUpperCase() }), 'neither'],
    ['actions in another case', statement({ Action: 'EXECUTE-API:invoke' }), 'allow'],
    ['a wildcard action', statement({ Action: 'execute-api:*' }), 'allow'],
    ['another action', statement({ Action: 'execute-api:ManageConnections' }), 'neither'],
    ['NotAction', statement({ Action: undefined, NotAction: 's3:*' }), 'allow'],
    ['NotAction of this action', statement({ Action: undefined, NotAction: '*' }), 'neither'],
    ['NotResource', statement({ Resource: undefined, NotResource: ['x'] }), 'allow'],
    ['NotResource of this resource', statement({ Resource: undefined, NotResource: [resource] }), 'neither'],
    ['a denial after a permission', [statement(), statement({ Effect: 'Deny', Resource: '*' })], 'deny'],
    ['a denial before a permission', [statement({ Effect: 'Deny' }), statement()], 'deny'],
    ['no statements', [], 'neither'],
    ['an effect of its own', statement({ Effect: 'allow' }), undefined],
    ['no action', statement({ Action: undefined }), undefined],
    ['both forms', statement({ NotAction: 'x' }), undefined],
    ['a resource that is no text', statement({ Resource: [1] }), undefined],
    ['an unknown operator', statement({ Condition: { Sounds: { 'aws:SourceIp': 'x' } } }), undefined],
    ['null', null, undefined],
  ])('%s', (_what, statements, expected) => {
    const clean: unknown = statements === null ? null : JSON.parse(JSON.stringify(statements));
    expect(verdict(clean)).toBe(expected);
  });

  test('a document without statements is no policy', () => {
    expect(compilePolicy({}, { principals: false })).toBeUndefined();
    expect(compilePolicy('text', { principals: false })).toBeUndefined();
  });

  test('a denial wins in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Allow', 'Deny', 'other')), effects => {
        const statements = effects.map(effect =>
          effect === 'other' ? statement({ Resource: 'other' }) : statement({ Effect: effect }),
        );
        const expected = effects.includes('Deny') ? 'deny' : effects.includes('Allow') ? 'allow' : 'neither';
        expect(verdict(statements)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('principals', () => {
  const user = 'arn:aws:iam::111122223333:user/team/ann';
  const session = 'arn:aws:sts::111122223333:assumed-role/Deploy/ci';
  const about = (element: Record<string, unknown>, principalArn?: string) =>
    compilePolicy(
      { Statement: { ...statement({ Resource: 'execute-api:/dev/*' }), ...element } },
      { principals: true, resourcePrefix: prefix },
    )?.(ask({ principalArn }));

  test.each<[unknown, string | undefined, string | undefined]>([
    ['*', undefined, 'allow'],
    [{ AWS: '*' }, undefined, 'allow'],
    [{ AWS: [user, 'x'] }, user, 'allow'],
    [{ AWS: user }, undefined, 'neither'],
    [{ AWS: '111122223333' }, user, 'allow'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, session, 'allow'],
    [{ AWS: '444455556666' }, user, 'neither'],
    [{ AWS: 'arn:aws:iam::111122223333:role/Deploy' }, session, 'allow'],
    [{ AWS: 'arn:aws:iam::111122223333:role/with/path/Deploy' }, session, 'allow'],
    [{ AWS: 'arn:aws:iam::111122223333:role/Other' }, session, 'neither'],
    [{ Service: 'apigateway.amazonaws.com' }, user, 'neither'],
    [undefined, user, undefined],
  ])('%j for %s: %s', (Principal, arn, expected) => {
    expect(about({ Principal }, arn)).toBe(expected);
  });

  test('NotPrincipal is everyone else', () => {
    expect(about({ NotPrincipal: { AWS: user } }, user)).toBe('neither');
    expect(about({ NotPrincipal: { AWS: user } }, session)).toBe('allow');
  });
});

describe('conditions', () => {
  const holds = (block: unknown, values: Record<string, string | string[]>) =>
    compileConditions(block)?.every(condition => condition(values));

  test.each<[unknown, Record<string, string | string[]>, boolean]>([
    [{ IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.7'] } }, { 'aws:sourceip': '10.1.2.3' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.7' } }, { 'aws:sourceip': '203.0.113.8' }, false],
    [{ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, { 'aws:sourceip': '::ffff:127.0.0.1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, { 'aws:sourceip': '2001:db8:1::1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:sourceip': '::1' }, false],
    [{ IpAddress: { 'aws:SourceIp': 'nonsense/8' } }, { 'aws:sourceip': '10.0.0.1' }, false],
    [
      { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } },
      { 'aws:sourceip': '192.168.1.1' },
      false,
    ],
    [{ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } }, { 'aws:sourceip': '8.8.8.8' }, true],
    [{ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } }, {}, true],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, { 'aws:sourcevpce': 'vpce-1' }, true],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, {}, false],
    [{ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }, {}, true],
    [{ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, {}, true],
    [{ StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }, { 'aws:sourcevpce': 'vpce-2' }, false],
    [{ StringEqualsIgnoreCase: { k: 'A' } }, { k: 'a' }, true],
    [{ StringNotEqualsIgnoreCase: { k: 'A' } }, { k: 'a' }, false],
    [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, { 'aws:useragent': 'curl/8.1' }, true],
    [{ StringNotLike: { 'aws:UserAgent': 'curl/*' } }, { 'aws:useragent': 'curl/8.1' }, false],
    [
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
      { 'aws:principalarn': 'arn:aws:iam::1:role/a' },
      true,
    ],
    [{ ArnNotEquals: { 'aws:PrincipalArn': 'arn:x' } }, { 'aws:principalarn': 'arn:y' }, true],
    [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:securetransport': 'true' }, false],
    [{ Null: { 'aws:SourceVpc': true } }, {}, true],
    [{ Null: { 'aws:SourceVpc': 'false' } }, {}, false],
    [{ NumericLessThanEquals: { n: 5 } }, { n: '5' }, true],
    [{ NumericNotEquals: { n: 5 } }, { n: '5' }, false],
    [
      { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
      { 'aws:currenttime': '2026-02-01T00:00:00Z' },
      true,
    ],
    [{ DateLessThan: { 'aws:EpochTime': '100' } }, { 'aws:epochtime': '99' }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['a', 'b'] }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, {}, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['a', 'b'] }, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, {}, false],
    [{ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
    [{ StringEquals: { a: '1' }, StringLike: { b: '2*' } }, { a: '1', b: '23' }, true],
  ])('%j with %j: %p', (block, values, expected) => {
    expect(holds(block, values)).toBe(expected);
  });
});
