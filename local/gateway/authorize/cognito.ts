/**
 * Cognito user pool authorizers. A method without scopes takes ID tokens, one with scopes access tokens that have one
 * of them. Tokens are RS256, of one of the authorizer's pools and not expired; an expression in the authorizer is for
 * the token's audience. Claims reach integrations as text, the two dates as Java writes dates.
 * (API Gateway developer guide, "Control access to REST APIs using Amazon Cognito user pools as an authorizer".)
 */
import { JwtVerifier } from 'aws-jwt-verify';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { AuthorizerModel, UserPoolModel } from '../../template/rest-api-model';
import type { Authorization, Clock, Refusal, Route } from '../exchange';
import { unauthorized } from '../gateway-response/refusals';
import type { AuthorizeRequest } from './authorize-request';
import { compileIdentitySources, compileValidationExpression } from './lambda/identity-sources';
import { configurationError } from './refusals';

export interface CognitoPorts {
  readonly clock: Clock;
  readonly userPools: readonly UserPoolModel[];
  /** The public keys that sign the tokens of a pool in local runs. */
  readonly jwks: (userPoolArn: string) => Jwks | Promise<Jwks>;
}

export type CognitoAuthorizer = (route: Route, request: AuthorizeRequest) => Promise<Authorization | Refusal>;

export function compileCognitoAuthorizer(
  authorizer: AuthorizerModel,
  ports: CognitoPorts,
): CognitoAuthorizer | Refusal {
  const pools = poolsOf(authorizer, ports.userPools);
  if (pools.length === 0) return configurationError(`Authorizer ${authorizer.name} names no user pool`);
  const identitySources = compileIdentitySources(
    authorizer.identitySource ?? 'method.request.header.Authorization',
  );
  const isAudience = compileValidationExpression(authorizer.identityValidationExpression);
  return async (route, { values, context }) => {
    const refused = unauthorized(`Unauthorized request: ${context.requestId}`);
    const [identity] = identitySources({ values, stageVariables: route.stage.variables, context }) ?? [];
    if (identity === undefined) return refused;
    const token = identity.replace(/^Bearer\s+/i, '');
    const pool = issuingPool(token, pools);
    if (!pool) return refused;
    const claims = verified(token, pool, await ports.jwks(pool.arn), ports.clock.now());
    if (claims === 'expired') return { ...refused, message: 'The incoming token has expired' };
    if (!claims || !isFor(claims, route.method.authorizationScopes, pool, isAudience)) return refused;
    return { context: { claims: claimTexts(claims) }, identity: {} };
  };
}

/** An authorizer's pools: those of the templates, and those that only their ARNs are known of. */
export function poolsOf(
  { providerArns }: AuthorizerModel,
  userPools: readonly UserPoolModel[],
): readonly UserPoolModel[] {
  return providerArns.flatMap(arn => {
    const known = userPools.find(pool => pool.arn === arn);
    const id = /^arn:[^:]+:cognito-idp:[^:]+:[^:]*:userpool\/(.+)$/.exec(arn)?.[1];
    if (known) return [known];
    return id === undefined ? [] : [{ logicalId: id, id, arn, clientIds: [] }];
  });
}

/** `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC` */
export function issuerOf(pool: UserPoolModel): string {
  return `https://cognito-idp.${pool.arn.split(':')[3]}.amazonaws.com/${pool.id}`;
}

function issuingPool(token: string, pools: readonly UserPoolModel[]): UserPoolModel | undefined {
  try {
    const { header, payload } = decomposeUnverifiedJwt(token);
    return header.alg === 'RS256' ? pools.find(pool => issuerOf(pool) === payload.iss) : undefined;
  } catch {
    return undefined;
  }
}

function verified(
  token: string,
  pool: UserPoolModel,
  keys: Jwks,
  now: number,
): JwtPayload | 'expired' | undefined {
  try {
    const claims = verifierOf(pool, keys).verifySync(token);
    if (claims.exp === undefined || claims.exp * 1000 <= now) return 'expired';
    return claims.nbf !== undefined && claims.nbf * 1000 > now ? undefined : claims;
  } catch {
    return undefined;
  }
}

const verifiers = new WeakMap<UserPoolModel, { readonly keys: Jwks; readonly verifier: Verifier }>();
type Verifier = ReturnType<typeof createVerifier>;

/** Keys are read once for as long as they stay the same. */
function verifierOf(pool: UserPoolModel, keys: Jwks): Verifier {
  const known = verifiers.get(pool);
  if (known?.keys === keys) return known.verifier;
  const verifier = createVerifier(pool, keys);
  verifiers.set(pool, { keys, verifier });
  return verifier;
}

function createVerifier(pool: UserPoolModel, keys: Jwks) {
  const issuer = issuerOf(pool);
  const verifier = JwtVerifier.create({
    issuer,
    audience: null,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    // It knows no clock but the machine's; times are compared with the injected one instead.
    graceSeconds: Number.MAX_SAFE_INTEGER,
  });
  verifier.cacheJwks(keys);
  return verifier;
}

function isFor(
  claims: JwtPayload,
  scopes: readonly string[],
  pool: UserPoolModel,
  isAudience: (audience: string) => boolean,
): boolean {
  const wantsAccess = scopes.length > 0;
  const client = String((wantsAccess ? claims.client_id : claims.aud) ?? '');
  return (
    claims.token_use === (wantsAccess ? 'access' : 'id') &&
    // A pool signs for its own clients alone.
    (pool.clientIds.length === 0 || pool.clientIds.includes(client)) &&
    (wantsAccess || isAudience(client)) &&
    (!wantsAccess ||
      scopes.some(scope =>
        String(claims.scope ?? '')
          .split(' ')
          .includes(scope),
      ))
  );
}

function claimTexts(claims: JwtPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      name === 'exp' || name === 'iat' ? javaDate(Number(value)) : claimText(value),
    ]),
  );
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return value.map(claimText).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** `Sat Nov 21 21:18:04 UTC 2026` */
function javaDate(seconds: number): string {
  const [weekday, day, month, year, time] = new Date(seconds * 1000)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
