/**
 * Stands in for Cognito in a local run: signs, with a key made at its start, the tokens that a user of each pool would
 * get from it. Access tokens have every scope that a method of the APIs asks for.
 */
import type { Model } from '../../template/model';
import type { UserPoolModel } from '../../template/rest-api-model';
import { newSigningKey } from '../../tokens/signing-key';
import type { Clock } from '../exchange';
import { type CognitoPorts, issuerOf, poolsOf } from './cognito';

export interface LocalToken {
  readonly userPoolArn: string;
  readonly clientId: string;
  readonly idToken: string;
  readonly accessToken: string;
}

export interface LocalTokens {
  readonly jwks: CognitoPorts['jwks'];
  /** One of each kind for every client, valid for a week. */
  readonly tokens: readonly LocalToken[];
}

const user = { sub: '11111111-2222-4333-8444-555555555555', username: 'local' };
const lifetimeSeconds = 7 * 24 * 3600;

export async function issueLocalTokens(
  { apis, userPools }: Pick<Model, 'apis' | 'userPools'>,
  clock: Clock,
): Promise<LocalTokens> {
  const authorizers = apis.flatMap(api => api.authorizers);
  const pools = new Map(
    [...userPools, ...authorizers.flatMap(authorizer => poolsOf(authorizer, userPools))].map(pool => [
      pool.arn,
      pool,
    ]),
  );
  if (pools.size === 0) return { jwks: () => ({ keys: [] }), tokens: [] };
  const { jwk, signed } = await newSigningKey('RS256');
  const scopes = apis.flatMap(({ methods }) => methods.flatMap(method => method.authorizationScopes));
  const scope = [...new Set(scopes)].join(' ');
  const now = Math.floor(clock.now() / 1000);
  return {
    jwks: () => ({ keys: [jwk] }),
    tokens: [...pools.values()].flatMap(pool =>
      clientsOf(pool).map(clientId => ({
        userPoolArn: pool.arn,
        clientId,
        idToken: signed({
          ...claimsOf(pool, now),
          token_use: 'id',
          aud: clientId,
          'cognito:username': user.username,
        }),
        accessToken: signed({
          ...claimsOf(pool, now),
          token_use: 'access',
          client_id: clientId,
          username: user.username,
          scope,
        }),
      })),
    ),
  };
}

/** A pool without a client in the template may have one elsewhere. */
function clientsOf({ clientIds }: UserPoolModel): readonly string[] {
  return clientIds.length > 0 ? clientIds : ['local'];
}

function claimsOf(pool: UserPoolModel, now: number): object {
  return { sub: user.sub, iss: issuerOf(pool), auth_time: now, iat: now, exp: now + lifetimeSeconds };
}
