import { exposedHeaders } from '../../contract/routes';
import { textList } from '../aws/environment';

/** Cross-origin headers of answers (Fetch standard, "CORS protocol"); preflights are answered by API Gateway itself. */
export interface Cors {
  /** Origins whose pages may read answers; `*` for all; empty for none. */
  readonly origins: readonly string[];
  readonly credentials: boolean;
}

const EXPOSED = exposedHeaders.join(', ');

export function corsHeaders(
  { origins, credentials }: Cors,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  if (origins.length === 0) return {};
  if (origins.includes('*'))
    return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
  // The answer depends on who asks even when the asker may not read it.
  if (origin === undefined || !origins.includes(origin)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED,
    ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

/** The stage's origins as the environment has them; none when it has none. */
export function readCors(value: unknown): readonly string[] | undefined {
  const isAbsent = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isAbsent ? [] : textList(value);
}
