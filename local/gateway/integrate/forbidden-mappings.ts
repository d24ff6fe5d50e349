/**
 * Headers that a request may not be given by parameter mapping: a method that maps one always answers 500, before
 * anything is called. (Recorded for each type of integration.)
 */
import type { IntegrationModel } from '../../template/rest-api-model';

const framing = ['content-length', 'transfer-encoding'];
const signed = [...framing, 'authorization', 'connection', 'expect', 'proxy-authenticate', 'te'];
const forbidden: Readonly<Record<IntegrationModel['type'], readonly string[]>> = {
  AWS: signed,
  AWS_PROXY: signed,
  HTTP: framing,
  HTTP_PROXY: framing,
  MOCK: [],
};

/** The execution log's reason, or undefined when every mapping is allowed. */
export function forbiddenMapping(
  integration: IntegrationModel,
  type: IntegrationModel['type'],
): string | undefined {
  for (const target of Object.keys(integration.requestParameters)) {
    const header = /^integration\.request\.(?:multivalue)?header\.(.+)$/.exec(target)?.[1];
    if (header && forbidden[type].includes(header.toLowerCase())) {
      return `Execution failed due to configuration error: The header ${header} cannot be mapped.`;
    }
  }
  return undefined;
}
