/** `--jwks FILE`: the public keys with which tokens of Cognito user pools are checked. */
import { readFileSync } from 'node:fs';
import { FlagError } from './flags';
import type { GatewayOptions } from './gateway/server';
import { isRecord } from './template/values';

type Jwks = Awaited<ReturnType<NonNullable<GatewayOptions['jwks']>>>;

/** One key set for every pool, or an object with a set for each by its ARN or id. */
export function readPublicKeys(file: string): NonNullable<GatewayOptions['jwks']> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FlagError(
      `--jwks ${file} cannot be read as JSON: ${error instanceof Error ? error.message : error}.`,
    );
  }
  if (isKeySet(content)) {
    const keys = content;
    return () => keys;
  }
  const sets = isRecord(content) ? Object.entries(content) : [];
  const wrong = sets.filter(([, value]) => !isKeySet(value)).map(([name]) => name);
  if (sets.length === 0 || wrong.length > 0)
    throw new FlagError(
      `--jwks ${file} holds neither a JWKS ({"keys": [...]}) nor an object with one for each pool by its ARN or id` +
        `${wrong.length > 0 ? `; what stands under ${wrong.join(', ')} is no JWKS` : ''}.`,
    );
  return userPoolArn => {
    const found = sets.find(([name]) => name === userPoolArn || userPoolArn.endsWith(`/${name}`))?.[1];
    return isKeySet(found) ? found : { keys: [] };
  };
}

function isKeySet(value: unknown): value is Jwks {
  return isRecord(value) && Array.isArray(value['keys']);
}
