import type { Mistake } from './wrong-plans';

const jwt = { issuer: 'https://login.example.com', audience: ['jobs'] };
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:decide';

/** Mistakes in how callers prove who they are, by what is wrong. */
export const authorizationMistakes: Readonly<Record<string, Mistake>> = {
  'a cache of more than an hour': {
    config: { authorization: { mode: 'lambda', jwt, cacheSeconds: 3601 } },
    path: 'authorization.cacheSeconds',
    received: 3601,
    allowed: /from 0 to 3600/,
  },
  'neither keys nor anything else to tell callers by': {
    config: { authorization: { mode: 'none', keyRequired: false } },
    path: 'authorization',
    received: { mode: 'none', keyRequired: false },
    allowed: /required keys/,
  },
  'a route on which nobody can be told': {
    config: { authorization: { mode: 'iam', keyRequired: false, routes: { 'GET /jobs': 'none' } } },
    path: 'authorization',
    received: { keyRequired: false, routes: { 'GET /jobs': 'none' } },
    allowed: /required keys/,
  },
  'an unknown mode': {
    config: { authorization: { mode: 'password' } },
    path: 'authorization.mode',
    received: 'password',
    allowed: /none, iam, lambda, cognito/,
  },
  'nobody to decide': {
    config: { authorization: { mode: 'lambda' } },
    path: 'authorization',
    received: undefined,
    allowed: /either jwt or functionArn/,
  },
  'two headers for a token': {
    config: {
      authorization: {
        mode: 'lambda',
        jwt,
        identitySources: ['method.request.header.A', 'method.request.header.B'],
      },
    },
    path: 'authorization.identitySources',
    received: ['method.request.header.A', 'method.request.header.B'],
    allowed: /exactly one header/,
  },
  'a mode by the name of what every object has': {
    config: { authorization: { mode: 'constructor' } },
    path: 'authorization.mode',
    received: 'constructor',
    allowed: /none, iam, lambda, cognito/,
  },
  'an issuer that is no URL': {
    config: { authorization: { mode: 'lambda', jwt: { ...jwt, issuer: 'https://:99999/' } } },
    path: 'authorization.jwt.issuer',
    received: 'https://:99999/',
    allowed: /an https URL/,
  },
  'an empty validation expression': {
    config: { authorization: { mode: 'lambda', jwt, validationExpression: '' } },
    path: 'authorization.validationExpression',
    received: '',
    allowed: /a regular expression/,
  },
  'a validation expression that is none': {
    config: { authorization: { mode: 'lambda', jwt, validationExpression: '(' } },
    path: 'authorization.validationExpression',
    received: '(',
    allowed: /a regular expression/,
  },
  'a key from an authorizer that is not there': {
    config: { keySource: 'authorizer' },
    path: 'keySource',
    received: 'authorizer',
    allowed: /mode lambda/,
  },
  'tokens for nobody': {
    config: { authorization: { mode: 'lambda', jwt: { ...jwt, audience: [] } } },
    path: 'authorization.jwt.audience',
    received: [],
    allowed: /at least an audience/,
  },
  'routes without the authorizer that gives the key': {
    config: {
      keySource: 'authorizer',
      authorization: {
        mode: 'lambda',
        jwt: { ...jwt, usageKeyClaim: 'key' },
        routes: { 'GET /jobs': 'iam' },
      },
    },
    path: 'authorization.routes',
    received: { 'GET /jobs': 'iam' },
    allowed: /none with keySource/,
  },
  'authorization of a route that is open to everyone': {
    config: { authorization: { mode: 'iam', routes: { 'GET /health': 'none' } } },
    path: 'authorization.routes["GET /health"]',
    received: 'GET /health',
    allowed: /^POST \/jobs, /,
  },
  'a token where no caller can put it': {
    config: {
      authorization: { mode: 'lambda', jwt, type: 'request', identitySources: ['context.identity.sourceIp'] },
    },
    path: 'authorization.identitySources',
    received: ['context.identity.sourceIp'],
    allowed: /at least one method\.request\.header/,
  },
  'an identity in a variable that the stage does not have': {
    config: {
      authorization: { mode: 'lambda', functionArn, type: 'request', identitySources: ['stageVariables.a'] },
      variables: { b: 'x' },
    },
    path: 'authorization.identitySources[0]',
    received: 'stageVariables.a',
    allowed: /one of variables: b/,
  },
  'more scopes than a pool has': {
    config: {
      authorization: {
        mode: 'cognito',
        scopes: Array.from({ length: 101 }, (_, at) => `jobgate/${at}`),
      },
    },
    path: 'authorization.scopes',
    received: 101,
    allowed: /100 at most/,
  },
  'more audiences than the environment of our authorizer holds': {
    config: {
      authorization: {
        mode: 'lambda',
        jwt: { ...jwt, audience: Array.from({ length: 30 }, (_, at) => `${at}${'a'.repeat(100)}`) },
      },
    },
    path: 'authorization.jwt',
    received: expect.any(Number),
    allowed: /3000 bytes/,
  },
  'a pool whose id names another region': {
    config: {
      authorization: {
        mode: 'cognito',
        userPoolArn: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/eu-west-1_Ab',
      },
    },
    path: 'authorization.userPoolArn',
    received: 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/eu-west-1_Ab',
    allowed: /region twice/,
  },
  'a scope that is too long': {
    config: { authorization: { mode: 'cognito', scopes: [`jobgate/${'a'.repeat(257)}`] } },
    path: 'authorization.scopes[0]',
    received: `jobgate/${'a'.repeat(257)}`,
    allowed: /256 characters/,
  },
  'a scope that a new pool does not know': {
    config: { authorization: { mode: 'cognito', scopes: ['read'] } },
    path: 'authorization.scopes[0]',
    received: 'read',
    allowed: /jobgate\/<name>/,
  },
};
