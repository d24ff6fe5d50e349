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
export const routeNameCheck = oneOf(routes.map(routeName));

/** Routes that tell callers from one another; the others are open to everyone. */
export type ProtectedRoute = NameOf<Exclude<(typeof routes)[number], { readonly open: true }>>;
export const protectedRouteCheck = oneOf(routes.filter(route => !('open' in route)).map(routeName));
