/**
 * A fact is one observable rule of API Gateway: what is sent to which fixture, and what has to come back. Strings of
 * requests and expectations may hold `<key:NAME>`, `<key-id:NAME>`, `<host>`, `<api-id>`, `<account>` and `<region>`,
 * which each target fills in.
 */
import documented from './documented.json';
import recorded from './facts.json';
import type { TokenSpec } from './tokens';

export interface Fact {
  readonly id: string;
  /** The rule, in a sentence. */
  readonly rule: string;
  /** The API of the fixture app; absent where `management` says why no request can show the fact. */
  readonly fixture?: string;
  /** Sent before, their answers not looked at. */
  readonly before?: readonly FactRequest[];
  readonly request?: FactRequest;
  readonly expect?: Expectation;
  readonly source: string;
  readonly confidence: 'aws-recorded' | 'docs' | 'inferred';
  /** What the management API does and a local gateway has no counterpart for: where the rule lives here instead. */
  readonly management?: string;
  /** Why the fact does not gate; only `docs` and `inferred` ones may have this. */
  readonly ungated?: string;
}

export interface FactRequest {
  readonly method: string;
  /** The request target as sent, beginning with the fixture's stage. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: RequestBody;
  /** What the upstream function is to do: sent as its `x-answer` header. */
  readonly upstream?: unknown;
  /** What the authorizer function answers: sent as its token in this header. */
  readonly authorizer?: { readonly header?: string; readonly answer: unknown };
  /** A token of the fixture's user pool, sent as Authorization. */
  readonly token?: TokenSpec;
  /** Where a private API is called from. @default - its VPC endpoint */
  readonly from?: 'internet';
  /** Signs the request for IAM with the target's credentials. */
  readonly sign?: Signing;
  /** Sent this many times at once. */
  readonly times?: number;
  /** Milliseconds that pass before the request is sent; for targets whose clock can be set. */
  readonly later?: number;
}

export type RequestBody =
  | string
  | { readonly hex: string }
  | { readonly gzip: string }
  | { readonly deflate: string }
  | { readonly bytes: number }
  /** So many bytes, in chunks. */
  | { readonly chunked: number };

export interface Signing {
  readonly accessKey?: 'unknown';
  readonly secret?: 'wrong';
  readonly region?: string;
  readonly service?: string;
  /** Changes the signed request afterwards, so that the signature no longer fits. */
  readonly tamper?: 'query' | 'body' | 'header';
  /** Seconds by which the date is off. */
  readonly skew?: number;
  readonly inQuery?: boolean;
}

export interface Expectation {
  readonly status: number;
  /** The error type, and with it the ids that `ids` asks for. */
  readonly errorType?: string;
  /** The request ids that API Gateway puts on what it served. */
  readonly ids?: true;
  readonly headers?: Readonly<Record<string, HeaderExpectation>>;
  /** Absent: any body. */
  readonly body?: BodyExpectation;
  /** Of a request sent several times, statuses of which each has to come at least once. */
  readonly statuses?: readonly number[];
  /** And how many came of a status. */
  readonly count?: Readonly<Record<string, number>>;
}

export type HeaderExpectation = string | readonly string[] | TextExpectation | { readonly absent: true };
export type TextExpectation =
  | { readonly matches: string }
  | { readonly contains: string }
  | { readonly present: true };
export type BodyExpectation =
  | string
  | TextExpectation
  | { readonly json: unknown }
  | { readonly hex: string }
  | { readonly gunzips: string }
  | { readonly inflates: string }
  | { readonly size: number };

export const FACTS = [...recorded, ...documented] as readonly Fact[];

/** Facts that a request can show. */
export type RequestFact = Fact & Required<Pick<Fact, 'fixture' | 'request' | 'expect'>>;

export function isRequestFact(fact: Fact): fact is RequestFact {
  return fact.fixture !== undefined && fact.request !== undefined && fact.expect !== undefined;
}
