import { fields, oneOf, type Rule, refuse, required, text } from '../check';
import { fewItems, items } from '../lists';
import {
  type CommonAuthorization,
  cacheSecondsCheck as cacheSeconds,
  claimCheck as claim,
  commonShape,
} from './common';

/** Tokens of an Amazon Cognito user pool. */
export interface CognitoAuthorization extends CommonAuthorization {
  /** How callers prove who they are. */
  readonly mode: 'cognito';
  /**
   * An existing pool.
   * @default - a new pool with an app client
   */
  readonly userPoolArn?: string;
  /**
   * Scopes of which an access token must have one, `jobgate/<name>` for a new pool. Without any, ID tokens count.
   * @default - none
   */
  readonly scopes?: readonly string[];
  /**
   * Claim that names the tenant.
   * @default 'sub'
   */
  readonly tenantClaim?: string;
  /**
   * Seconds for which a decision is used again, 0 to 3600.
   * @default 300
   */
  readonly cacheSeconds?: number;
}

export const cognitoAuthorizationDefaults = { scopes: [], tenantClaim: 'sub', cacheSeconds: 300 } as const;

/** A new pool knows the scopes of its one resource server (Cognito API reference, CreateResourceServer). */
const scopesOfNewPool: Rule<CognitoAuthorization> = ({ userPoolArn, scopes = [] }, path, report) => {
  if (userPoolArn !== undefined) return;
  fewItems(100, 'remove some')(scopes, `${path}.scopes`, report);
  scopes.forEach((scope, index) => {
    if (/^jobgate\/[^/]{1,256}$/.test(scope)) return;
    const remedy = "write 'jobgate/' in front, or name the pool that knows the scope with userPoolArn";
    refuse(
      report,
      `${path}.scopes[${index}]`,
      'is unknown to a new pool',
      scope,
      'jobgate/<name>, 256 characters at most',
      remedy,
    );
  });
};

export const cognitoAuthorizationCheck = fields<CognitoAuthorization>(
  {
    mode: required(oneOf(['cognito'])),
    ...commonShape,
    userPoolArn: text(
      /^arn:aws(?:-[a-z-]+)?:cognito-idp:([a-z0-9-]+):\d{12}:userpool\/\1_[A-Za-z0-9]+$/,
      "a user pool's ARN, which has its region twice",
      'copy the ARN from the console',
    ),
    scopes: items(
      text(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'a scope without spaces or quotes', 'rename the scope'),
    ),
    tenantClaim: claim,
    cacheSeconds,
  },
  scopesOfNewPool,
);
