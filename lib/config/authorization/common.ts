import { entries, flag, number, oneOf, text } from '../check';
import { type ProtectedRoute, protectedRouteCheck } from '../routes';

/** What a route may ask for in place of what the stage asks for. */
const routeModes = ['none', 'iam'] as const;

export interface CommonAuthorization {
  /**
   * Whether a caller needs an API key as well.
   * @default true
   */
  readonly keyRequired?: boolean;
  /**
   * Routes that are authorized otherwise: `none`, or `iam` with the caller's AWS credentials.
   * @default - every route alike
   */
  readonly routes?: Readonly<Partial<Record<ProtectedRoute, (typeof routeModes)[number]>>>;
}

export const commonShape = {
  keyRequired: flag,
  routes: entries(protectedRouteCheck, oneOf(routeModes)),
};
export const cacheSecondsCheck = number({ minimum: 0, maximum: 3600, unit: 'seconds' });
export const claimCheck = text(
  /^[^\s"\\]{1,128}$/,
  'the name of a claim',
  'write the name as it stands in the tokens',
);
