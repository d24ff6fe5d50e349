/** Routes as a stage config names them: `POST /jobs`. */
import { type Route, routes } from '../../contract/routes';
import { oneOf } from './check';

type NameOf<R> = R extends { readonly method: infer M extends string; readonly path: infer P extends string }
  ? `${M} ${P}`
  : never;
export type RouteName = NameOf<(typeof routes)[number]>;

export function routeName({ method, path }: Pick<Route, 'method' | 'path'>): RouteName {
  return `${method} ${path}` as RouteName;
}
export const routeNames = routes.map(routeName);
export const routeNameCheck = oneOf(routeNames);
