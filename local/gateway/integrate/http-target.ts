/**
 * Where an HTTP integration goes. The URI decides path, Host and the certificate's name; a VPC link, or an upstream
 * that the local run binds to a host, decides only where the connection is made.
 * (API Gateway developer guide, "Private integrations for REST APIs".)
 */
import type { IntegrationModel } from '../../template/rest-api-model';
import { integrationFailure } from '../gateway-response/refusals';
import type { RawHeaders } from '../listen/raw-headers';
import type { IntegrationRefusal } from './integration';

export interface HttpTarget {
  /** Where the connection goes. */
  readonly origin: URL;
  /** `Host`, and the name that a certificate must have. */
  readonly host: string;
  /** Path and query, escaped as they were given: dots and double slashes stay. */
  readonly path: string;
}

export function httpTarget(
  uri: string,
  query: RawHeaders,
  connection: { readonly type: IntegrationModel['connectionType']; readonly id: string | undefined },
  upstreams: Readonly<Record<string, string>>,
): HttpTarget | IntegrationRefusal {
  const url = split(uri);
  if (!url) {
    return integrationFailure('Execution failed due to configuration error: Invalid endpoint address');
  }
  const target = { host: url.origin.host, path: withQuery(url.path, query) };
  const linked = connection.type === 'VPC_LINK';
  const upstream = linked
    ? upstreams[connection.id ?? '']
    : (upstreams[url.origin.host] ?? upstreams[url.origin.hostname]);
  if (upstream !== undefined) return { ...target, origin: new URL(upstream) };
  if (!linked) return { ...target, origin: url.origin };
  return {
    ...integrationFailure(
      `Execution failed due to a network error communicating with endpoint: no local upstream is bound to the VPC link ${connection.id ?? ''}.`,
      504,
    ),
    message: 'Network error communicating with endpoint',
    traced: true,
  };
}

/** The URL class would resolve dot segments, which a backend is to see. */
function split(uri: string): { readonly origin: URL; readonly path: string } | undefined {
  const [, origin, path = ''] = /^(https?:\/\/[^/?#]+)([^#]*)/i.exec(uri) ?? [];
  try {
    return origin === undefined
      ? undefined
      : { origin: new URL(origin), path: path.startsWith('/') ? path : `/${path}` };
  } catch {
    return undefined;
  }
}

function withQuery(path: string, query: RawHeaders): string {
  const extra = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const joined = extra === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${extra}`;
  return joined.replace(/[^!-~]+/g, run => encodeURIComponent(run));
}
