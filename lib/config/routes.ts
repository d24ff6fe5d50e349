/** Routes as a stage config names them: `POST /jobs`. */
import { routes } from '../../contract/routes';
import { oneOf } from './check';

type NameOf<R> = R extends { readonly method: infer M extends string; readonly path: infer P extends string }
  ? `${M} ${P}`
  : never;
export type RouteName = NameOf<(typeof routes)[number]>;

export const routeNames = routes.map(route => `${route.method} ${route.path}` as RouteName);
export const routeNameCheck = oneOf(routeNames);
