import type { Clock } from '../core/ports';
import type { UsageReader } from '../core/tenant/usage';
import { once } from './once';

/** The use of plans; the client, which no other request needs, is loaded by the first who asks. */
export function lazyUsage(clock: Clock): UsageReader {
  const reader = once(async () => {
    const { apiGatewayClient, apiGatewayUsage } = await import('./api-gateway-usage');
    return apiGatewayUsage(apiGatewayClient(), clock);
  });
  return async caller => (await reader())(caller);
}
