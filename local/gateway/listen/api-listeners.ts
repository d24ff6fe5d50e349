/**
 * The ports of a run: one for each REST API, and for a private API a second one, so that it can be called through its
 * VPC endpoint and from the internet. An API keeps its port for as long as the run has it.
 */
import type { RestApiModel } from '../../template/rest-api-model';
import type { Listener } from './listener';

export interface ServedApi {
  readonly apiId: string;
  readonly name: string;
  readonly stage: string;
  /** Base URL with the stage, without a slash at its end; of a private API its VPC endpoint's. */
  readonly url: string;
  /** Of a private API: where the internet would call it. */
  readonly internetUrl?: string;
}

interface Ports {
  readonly listeners: readonly Listener[];
  readonly origin: string;
  readonly internetOrigin?: string;
}

export interface ApiListeners {
  /** Opens the ports of APIs that have none yet. */
  open(apis: readonly RestApiModel[]): Promise<void>;
  /** Closes the ports of all other APIs. */
  keep(apis: readonly RestApiModel[]): Promise<void>;
  served(apis: readonly RestApiModel[]): readonly ServedApi[];
  close(): Promise<void>;
}

/** Stands for the endpoint of a private API that names none. */
const unnamedEndpoint = 'vpce-00000000000000000';

/** @param listenFor opens a port for an API; `taken` ports were opened before it */
export function createApiListeners(
  listenFor: (api: RestApiModel, taken: number, vpcEndpointId?: string) => Promise<Listener>,
): ApiListeners {
  const ports = new Map<string, Ports>();
  let taken = 0;
  const openOne = async (api: RestApiModel, vpcEndpointId?: string) => {
    const listener = await listenFor(api, taken, vpcEndpointId);
    taken++;
    return listener;
  };
  return {
    async open(apis) {
      for (const api of apis) {
        if (ports.has(placeOf(api))) continue;
        const listener = await openOne(api, endpointOf(api));
        const origin = originOf(listener);
        ports.set(placeOf(api), { listeners: [listener], origin });
        if (api.endpointType !== 'PRIVATE') continue;
        const internet = await openOne(api);
        ports.set(placeOf(api), {
          listeners: [listener, internet],
          origin,
          internetOrigin: originOf(internet),
        });
      }
    },
    async keep(apis) {
      const kept = new Set(apis.map(placeOf));
      const gone = [...ports].filter(([place]) => !kept.has(place));
      for (const [place] of gone) ports.delete(place);
      await closeAll(gone.map(([, one]) => one));
    },
    served: apis =>
      apis.flatMap(api => {
        const { origin, internetOrigin } = ports.get(placeOf(api))!;
        return api.stages.map(({ name: stage }) => ({
          apiId: api.id,
          name: api.name,
          stage,
          url: `${origin}/${stage}`,
          ...(internetOrigin === undefined ? {} : { internetUrl: `${internetOrigin}/${stage}` }),
        }));
      }),
    close: () => closeAll([...ports.values()]),
  };
}

/** An API that moves behind another endpoint is reached at another place. */
function placeOf(api: RestApiModel): string {
  return `${api.id} ${endpointOf(api)}`;
}

function endpointOf({ endpointType, vpcEndpointIds }: RestApiModel): string | undefined {
  return endpointType === 'PRIVATE' ? (vpcEndpointIds[0] ?? unnamedEndpoint) : undefined;
}

function originOf({ port }: Listener): string {
  return `http://127.0.0.1:${port}`;
}

async function closeAll(all: readonly Ports[]): Promise<void> {
  await Promise.all(all.flatMap(({ listeners }) => listeners).map(listener => listener.close()));
}
