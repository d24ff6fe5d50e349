import type { VpcLinkModel } from '../template/rest-api-model';
import { startSampleUpstream } from './sample';

/** What answers in place of the networks behind VPC links. */
export interface Upstreams {
  /** Base URLs by the id of the VPC link. */
  readonly byLink: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Binds each VPC link to what the template says, or to what is given in its place by id or logical id. The sample
 * upstream is started when a link names it.
 */
export async function startUpstreams(
  links: readonly VpcLinkModel[],
  given: Readonly<Record<string, string>> = {},
): Promise<Upstreams> {
  const bindings = links.map(link => ({
    id: link.id,
    upstream: given[link.id] ?? given[link.logicalId] ?? link.upstream,
  }));
  const sample = bindings.some(({ upstream }) => upstream === 'sample')
    ? await startSampleUpstream()
    : undefined;
  const byLink: Record<string, string> = { ...given };
  for (const { id, upstream } of bindings) {
    if (upstream !== undefined) byLink[id] = upstream === 'sample' ? sample!.url : upstream;
  }
  return { byLink, close: async () => sample?.close() };
}
