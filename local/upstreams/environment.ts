import type { FunctionModel } from '../template/model';
import type { VpcLinkModel } from '../template/rest-api-model';

/**
 * Functions that call a back end through the VPC know the name of its load balancer from their environment. Locally
 * that name leads nowhere, so what is bound to the VPC link of the load balancer takes its place.
 */
export function bindUpstreams(
  functions: readonly FunctionModel[],
  links: readonly VpcLinkModel[],
  byLink: Readonly<Record<string, string>>,
): FunctionModel[] {
  const addresses = links.flatMap(({ id, targetHosts }) =>
    targetHosts.map(host => ({ host, origin: byLink[id] })),
  );
  const bind = (value: string) =>
    addresses.reduce((text, { host, origin }) => (origin ? withOrigin(text, host, origin) : text), value);
  return functions.map(fn => ({
    ...fn,
    environment: Object.fromEntries(
      Object.entries(fn.environment).map(([name, value]) => [name, bind(value)]),
    ),
  }));
}

/** Replaces the origin of URLs at the host, with or without a port. */
function withOrigin(text: string, host: string, origin: string): string {
  const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`https?://${name}(:\\d+)?(?![\\w.-])`, 'g'), () => origin);
}
