import type { AcceptedTokens } from '../../../contract/accepted-tokens';
import { acceptedTokens } from '../../../lambda/authorizer/accepted-tokens';

const complete: AcceptedTokens = {
  issuer: 'https://issuer.example',
  audience: ['jobs'],
  jwksUrl: 'https://issuer.example/.well-known/jwks.json',
  algorithm: 'RS256',
  tenantClaim: 'org',
  clockToleranceSeconds: 30,
  identitySources: ['method.request.header.Authorization'],
};

test('accepted tokens are read as the stage wrote them', () => {
  expect(acceptedTokens(complete)).toEqual(complete);
  expect(acceptedTokens({ ...complete, usageKeyClaim: 'key' })).toEqual({
    ...complete,
    usageKeyClaim: 'key',
  });
});

const wrong: readonly Readonly<Record<string, unknown>>[] = [
  ...Object.keys(complete).map(name => ({ [name]: undefined })),
  { audience: [7] },
  { audience: 'jobs' },
  { identitySources: [null] },
  { usageKeyClaim: 7 },
  { clockToleranceSeconds: '30' },
];

test.each(wrong)('%j makes them something else', part => {
  expect(acceptedTokens({ ...complete, ...part })).toBeUndefined();
});
