/** Tries one fact against a target. */
import { mismatches } from './expectation';
import type { FactRequest, RequestFact } from './fact';
import type { RawResponse } from './raw-http';
import { send } from './send';
import type { Target } from './target';

const PLACEHOLDER = /<((?:key|key-id):[a-z0-9-]+|host|domain-prefix|api-id|region|account|account-end)>/g;

/** Fills in what only the target knows. */
export function filled<T>(value: T, target: Target, fixture: string): T {
  const fill = (text: string) =>
    text.replaceAll(PLACEHOLDER, (_, name: string) => target.placeholder(name, fixture));
  return JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === 'string' ? fill(member) : member,
  );
}

/** @returns what differs from the fact; empty when it holds */
export async function tryFact(fact: RequestFact, target: Target): Promise<string[]> {
  const {
    before = [],
    request,
    expect,
  } = filled({ before: fact.before, request: fact.request, expect: fact.expect }, target, fact.fixture);
  for (const step of before) await sendAll(target, fact.fixture, step);
  const responses = await sendAll(target, fact.fixture, request);
  if (request.times === undefined) return mismatches(expect, responses[0] as RawResponse);
  const { statuses = [], count = {} } = expect;
  const counted = (status: number) => responses.filter(response => response.status === status);
  const one = counted(expect.status)[0];
  return [
    ...(one ? mismatches(expect, one) : [`none of ${responses.length} answers has status ${expect.status}`]),
    ...statuses
      .filter(status => counted(status).length === 0)
      .map(status => `none of ${responses.length} answers has status ${status}`),
    ...Object.entries(count)
      .filter(([status, wanted]) => counted(Number(status)).length !== wanted)
      .map(
        ([status, wanted]) =>
          `${counted(Number(status)).length} answers have status ${status}, expected ${wanted}`,
      ),
  ];
}

function sendAll(target: Target, fixture: string, request: FactRequest): Promise<RawResponse[]> {
  if (request.later) target.advance(request.later);
  return Promise.all(Array.from({ length: request.times ?? 1 }, () => send(target, fixture, request)));
}
