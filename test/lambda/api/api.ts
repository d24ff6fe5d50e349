import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators, validators } from '#generated/validators';
import type { Authorization } from '../../../contract/environment';
import type { Cors } from '../../../lambda/api/cors';
import { tenantsByApiKey } from '../../../lambda/api/key-tenants';
import { createOperations } from '../../../lambda/api/operations';
import { createRouter } from '../../../lambda/api/router';
import { tenantsByAuthorization } from '../../../lambda/api/tenant';
import type { Log } from '../../../lambda/core/ports';
import { inputChecker } from '../../../lambda/core/submit/check-input';
import { createWorld } from '../core/world';
import { apiEvent, type EventOptions } from './event';

/** The API over a faked world; each answer is checked to be one that the contract describes. */
export function createApi({
  authorization = { default: 'none' },
  cors = { origins: [], credentials: false },
}: {
  readonly authorization?: Authorization;
  readonly cors?: Cors;
} = {}) {
  const world = createWorld();
  const answered: unknown[] = [];
  const log: Log = { ...world.log, error: (message, fields) => answered.push({ message, ...fields }) };
  const route = createRouter({
    operations: log =>
      createOperations({
        ...world.submitPorts,
        log,
        checkInput: inputChecker(inputValidators),
        jobTypes: new Map(jobCatalogue.map(type => [type.name, type])),
        newSecret: () => 'c2VjcmV0',
        secretStore: { read: async () => ({ secrets: [], version: 0 }), write: async () => true },
        readUsage: async ({ apiKeyId }) =>
          apiKeyId === 'key-of-acme' ? { plan: { name: 'free' } } : undefined,
      }),
    tenants: tenantsByAuthorization(
      authorization,
      tenantsByApiKey({
        clock: world.clock,
        configured: { 'key-of-acme': 'acme', 'key-of-umbrella': 'umbrella' },
        readOwner: async id => owners.get(id),
      }),
    ),
    cors,
    identityParameters: authorization.identityParameters,
  });
  const owners = new Map<string, { tenant: string; disableAt?: number }>();

  async function call(method: string, resource: string, options: EventOptions = {}) {
    const answer = await route(apiEvent(method, resource, options), log);
    const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString() : answer.body;
    const body = text === '' ? undefined : JSON.parse(text);
    expect(answer.headers?.['X-Request-Id']).toBe('request-1');
    if (answer.statusCode >= 400) {
      expect(answer.headers?.['Content-Type']).toBe('application/problem+json');
      expect(validators.Problem(body) || validators.Problem.errors).toBe(true);
      expect(body).toMatchObject({ status: answer.statusCode, requestId: 'request-1' });
    }
    return { status: answer.statusCode, headers: answer.headers ?? {}, body };
  }

  return {
    world,
    owners,
    /** What the log says of requests that could not be answered. */
    failures: answered,
    call,
    submit: (body: unknown, options: EventOptions = {}) =>
      call('POST', '/jobs', { body: JSON.stringify(body), ...options }),
  };
}
