import { type Check, fields, oneOf, type Rule, refuse, required, text } from '../check';
import { functionArnCheck } from '../jobs';
import { items, notEmpty } from '../lists';
import { type CommonAuthorization, cacheSecondsCheck as cacheSeconds, commonShape } from './common';
import { type JwtConfig, jwtCheck } from './jwt';

/** A function decides: ours, which reads a JSON Web Token, or any other. */
export interface LambdaAuthorization extends CommonAuthorization {
  /** How callers prove who they are. */
  readonly mode: 'lambda';
  /**
   * The tokens that our authorizer accepts. Either this or `functionArn`.
   * @default - none; another function decides
   */
  readonly jwt?: JwtConfig;
  /**
   * Another function that decides. Its answer must have the tenant as `tenant` in its context.
   * @default - our own authorizer
   */
  readonly functionArn?: string;
  /**
   * What the function gets: one header's value, or the whole request.
   * @default 'token'
   */
  readonly type?: 'token' | 'request';
  /**
   * Where the identity stands, as API Gateway writes it. One header for `token`; headers, query strings, stage variables
   * and context for `request`. A request without one of them is refused and costs no invocation.
   * @default ['method.request.header.Authorization']
   */
  readonly identitySources?: readonly string[];
  /**
   * What a token must look like to reach the function, for `token` alone.
   * @default - anything
   */
  readonly validationExpression?: string;
  /**
   * Seconds for which a decision is used again, 0 to 3600. A withdrawn token works that long.
   * @default 300
   */
  readonly cacheSeconds?: number;
}

export const lambdaAuthorizationDefaults = {
  type: 'token',
  identitySources: ['method.request.header.Authorization'],
  cacheSeconds: 300,
} as const;
const identitySource = text(
  /^(method\.request\.(header|querystring)|stageVariables|context)\.[A-Za-z0-9_.-]+$/,
  'method.request.header.NAME, method.request.querystring.NAME, stageVariables.NAME or context.NAME',
  'write the source as API Gateway does',
);

const oneDecider: Rule<LambdaAuthorization> = ({ jwt, functionArn }, path, report) => {
  if ((jwt === undefined) !== (functionArn === undefined)) return;
  const received = jwt ? ['jwt', 'functionArn'] : undefined;
  refuse(
    report,
    path,
    'does not say who decides',
    received,
    'either jwt or functionArn',
    'write one of the two',
  );
};

const defaults = lambdaAuthorizationDefaults;

const oneHeaderPerToken: Rule<LambdaAuthorization> = (config, path, report) => {
  const { type = defaults.type, identitySources = defaults.identitySources } = config;
  const headers = identitySources.every(source => source.startsWith('method.request.header.'));
  if (type !== 'token' || (identitySources.length === 1 && headers)) return;
  const remedy = "keep one header or choose type 'request'";
  const at = `${path}.identitySources`;
  refuse(report, at, 'do not fit type token', identitySources, 'exactly one header', remedy);
};

/** Our authorizer reads tokens where callers put them; other sources only tell decisions apart. */
const tokenFromCaller: Rule<LambdaAuthorization> = ({ jwt, identitySources }, path, report) => {
  if (!jwt || !identitySources || identitySources.some(source => source.startsWith('method.request.')))
    return;
  const allowed = 'at least one method.request.header.NAME or method.request.querystring.NAME';
  const remedy = 'add the place of the token';
  refuse(report, `${path}.identitySources`, 'hold no token', identitySources, allowed, remedy);
};

const expressionsForTokens: Rule<LambdaAuthorization> = ({ type, validationExpression }, path, report) => {
  if (type !== 'request' || validationExpression === undefined) return;
  const remedy = "remove it or choose type 'token'";
  const at = `${path}.validationExpression`;
  refuse(report, at, 'is for tokens alone', validationExpression, 'none', remedy);
};

const expression: Check = (value, path, report) => {
  try {
    if (typeof value === 'string' && value !== '' && new RegExp(value)) return true;
  } catch {
    // Reported below, like what is no string at all.
  }
  return refuse(
    report,
    path,
    'is no regular expression',
    value,
    'a regular expression',
    'escape what it means literally',
  );
};

export const lambdaAuthorizationCheck = fields<LambdaAuthorization>(
  {
    mode: required(oneOf(['lambda'])),
    ...commonShape,
    jwt: jwtCheck,
    functionArn: functionArnCheck,
    type: oneOf(['token', 'request']),
    identitySources: items<string>(identitySource, notEmpty('a source')),
    validationExpression: expression,
    cacheSeconds,
  },
  oneDecider,
  oneHeaderPerToken,
  tokenFromCaller,
  expressionsForTokens,
);
