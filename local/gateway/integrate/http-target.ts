/**
 * Where an HTTP integration goes. The URI decides path, Host and the certificate's name; a VPC link, or an upstream
 * that the local run binds to a host, decides only where the connection is made.
 * (API Gateway developer guide, "Private integrations for REST APIs".)
 */
import type { IntegrationModel } from '../../template/model';
import { integrationFailure } from '../gateway-response/refusals';
import type { RawHeaders } from '../listen/raw-headers';
import type { IntegrationRefusal } from './integration';

export interface HttpTarget {
  readonly url: URL;
  readonly connectTo?: URL;
}

export function httpTarget(
  uri: string,
  query: RawHeaders,
  connection: { readonly type: IntegrationModel['connectionType']; readonly id: string | undefined },
  upstreams: Readonly<Record<string, string>>,
): HttpTarget | IntegrationRefusal {
  const url = parse(uri);
  if (!url)
    return integrationFailure(`Execution failed due to configuration error: Invalid endpoint address ${uri}`);
  // Appended as text, so that the URI's own query stays as it is written.
  const extra = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  if (extra !== '') url.search = url.search === '' ? extra : `${url.search}&${extra}`;
  const linked = connection.type === 'VPC_LINK';
  const upstream = linked ? upstreams[connection.id ?? ''] : (upstreams[url.host] ?? upstreams[url.hostname]);
  if (upstream !== undefined) return { url, connectTo: new URL(upstream) };
  if (!linked) return { url };
  return {
    ...integrationFailure(
      `Execution failed due to a network error communicating with endpoint: no local upstream is bound to the VPC link ${connection.id ?? ''}.`,
      504,
    ),
    message: 'Network error communicating with endpoint',
    traced: true,
  };
}

function parse(uri: string): URL | undefined {
  try {
    const url = new URL(uri);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}
