/** APIs with one HTTP integration each, before a backend with paths for every mood. */
import type { Gateway } from '../../../../local/gateway/server';
import type { IntegrationModel, MethodModel } from '../../../../local/template/rest-api-model';
import { type Backend, startBackend, tell } from '../backend';
import { appModel, integrationModel, method, restApi, serve } from '../served';

export interface HttpCalls {
  readonly backend: Backend;
  /** ANY /pets/{id} before the backend's /pets, an HTTP_PROXY unless changed. */
  pets(changes: Partial<IntegrationModel>): MethodModel;
  /** Base URL of an API with these methods. */
  start(
    methods: readonly MethodModel[],
    changes?: Parameters<typeof restApi>[1],
    upstreams?: Record<string, string>,
  ): Promise<string>;
  close(): Promise<void>;
}

export async function httpCalls(): Promise<HttpCalls> {
  const backend = await startBackend((received, answer) => {
    const { pathname } = new URL(received.target, 'http://backend');
    if (pathname === '/hang-up') answer.destroy();
    else if (pathname === '/never') return;
    else if (pathname === '/teapot')
      answer
        .writeHead(418, { 'X-Kind': ['a', 'b'], Server: 'pot', Connection: 'close' })
        .end('{"error":"short and stout"}');
    else if (pathname === '/image')
      answer.writeHead(200, { 'Content-Type': 'image/png' }).end(Buffer.from([0x89, 0x50, 0xff]));
    else if (pathname === '/large') answer.end(Buffer.alloc(10_485_761, 'a'));
    else tell(received, answer);
  });
  const proxy = integrationModel({ type: 'HTTP_PROXY', httpMethod: 'ANY', uri: `${backend.url}/pets` });
  const open: Gateway[] = [];
  return {
    backend,
    pets: changes => method('ANY', '/pets/{id}', { integration: { ...proxy, ...changes } }),
    async start(methods, changes = {}, upstreams = {}) {
      const gateway = await serve(appModel([restApi(methods, changes)]), { upstreams });
      open.push(gateway);
      return gateway.apis[0]!.url;
    },
    async close() {
      await Promise.all(open.map(gateway => gateway.close()));
      await backend.close();
    },
  };
}

/** What the backend told of the request that reached it. */
export async function told(
  answer: Response,
): Promise<{ method: string; target: string; headers: Record<string, string>; body: string }> {
  return (await answer.json()) as {
    method: string;
    target: string;
    headers: Record<string, string>;
    body: string;
  };
}
