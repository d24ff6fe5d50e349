/** ARNs of what is called, as policies and authorizers see them. */
import type { Route } from '../exchange';

export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** `arn:aws:execute-api:{region}:{account}:{api}/` */
export function apiArn({ region, accountId }: Place, apiId: string): string {
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/`;
}

export function methodArn(place: Place, { api, stage, path }: Route, httpMethod: string): string {
  return `${apiArn(place, api.id)}${stage.name}/${httpMethod}/${path.replace(/^\//, '')}`;
}

/** Messages show the last four digits of an account. */
export function masked(arn: string): string {
  return arn.replace(/:(\d{8})(\d{4}):/, ':********$2:');
}
