import { type Check, fields, flag, number, type Rule, refuse, required, text } from './check';
import { items, notEmpty, unique } from './lists';

export interface CorsConfig {
  /** Origins of pages that may call the API from a browser, or `*` alone for any. */
  readonly origins: readonly string[];
  /**
   * Request headers that pages may send beside the ones that every page may.
   * @default ['Content-Type', 'Authorization', 'X-Api-Key', 'Idempotency-Key', 'If-None-Match', 'Prefer']
   */
  readonly headers?: readonly string[];
  /**
   * Whether browsers send cookies and TLS client certificates along.
   * @default false
   */
  readonly credentials?: boolean;
  /**
   * Seconds for which a browser need not ask again.
   * @default 600
   */
  readonly maxAgeSeconds?: number;
}

export const corsDefaults = {
  headers: ['Content-Type', 'Authorization', 'X-Api-Key', 'Idempotency-Key', 'If-None-Match', 'Prefer'],
  credentials: false,
  maxAgeSeconds: 600,
} as const;

const anyOriginAlone: Rule<CorsConfig> = ({ origins, credentials }, path, report) => {
  if (!origins.includes('*')) return;
  if (origins.length > 1) {
    refuse(
      report,
      `${path}.origins`,
      'mixes any origin with some',
      origins,
      "['*'] or origins",
      "remove '*' or the others",
    );
  }
  if (credentials) {
    const remedy = 'name the origins or set credentials to false';
    refuse(
      report,
      `${path}.credentials`,
      'are not sent to any origin',
      true,
      "false with origins ['*']",
      remedy,
    );
  }
};

const originForm = text(
  /^(\*|https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?)$/,
  "'*' or an origin like https://app.example.com",
  'write protocol, host and port alone, in lower case',
);

/** Browsers leave out the port that the protocol has anyway (HTML standard, "Serialization of an origin"). */
const originCheck: Check = (value, path, report) => {
  if (!originForm(value, path, report) || value === '*') return value === '*';
  const written = String(value);
  const sent = URL.canParse(written) ? new URL(written).origin : undefined;
  if (sent === written) return true;
  const allowed = sent ?? 'a host and a port that exist';
  return refuse(
    report,
    path,
    'is sent by no browser',
    value,
    allowed,
    'write what is allowed, or correct it',
  );
};

export const corsCheck = fields<CorsConfig>(
  {
    origins: required(items<string>(originCheck, notEmpty('an origin'))),
    headers: items<string>(
      text(/^[A-Za-z0-9._-]+$/, "a header's name", 'write one header an item'),
      notEmpty('the header in which callers prove who they are'),
      unique(name => name.toLowerCase(), 'header'),
    ),
    credentials: flag,
    maxAgeSeconds: number({ minimum: 0, maximum: 86_400, unit: 'seconds' }),
  },
  anyOriginAlone,
);
