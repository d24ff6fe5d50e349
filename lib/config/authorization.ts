import { type CognitoAuthorization, cognitoAuthorizationCheck } from './authorization/cognito';
import { type CommonAuthorization, commonShape } from './authorization/common';
import { type LambdaAuthorization, lambdaAuthorizationCheck } from './authorization/lambda';
import { fields, oneOf, required, variants } from './check';
import type { RouteName } from './routes';

export type AuthorizationMode = AuthorizationConfig['mode'];

/** The key alone. It says which plan a request counts against; it is no proof of who sends it. */
export interface KeyAuthorization extends CommonAuthorization {
  /** How callers prove who they are. */
  readonly mode: 'none';
}

/** Requests signed with AWS credentials (SigV4). */
export interface IamAuthorization extends CommonAuthorization {
  /** How callers prove who they are. */
  readonly mode: 'iam';
}

export type AuthorizationConfig =
  | KeyAuthorization
  | IamAuthorization
  | LambdaAuthorization
  | CognitoAuthorization;

export const authorizationCheck = variants('mode', {
  none: fields<KeyAuthorization>({ mode: required(oneOf(['none'])), ...commonShape }),
  iam: fields<IamAuthorization>({ mode: required(oneOf(['iam'])), ...commonShape }),
  lambda: lambdaAuthorizationCheck,
  cognito: cognitoAuthorizationCheck,
});

/** How callers of a route prove who they are. */
export function modeOf(authorization: AuthorizationConfig, route: RouteName): AuthorizationMode {
  const routes: Readonly<Partial<Record<RouteName, AuthorizationMode>>> = authorization.routes ?? {};
  return routes[route] ?? authorization.mode;
}
