/** The API against the simplest model of it: two tenants at once, in any order of calls. */
import fc from 'fast-check';
import { type DeployedApi, deployApi } from './deployed-api';

const tenants = ['acme', 'umbrella'] as const;
type Tenant = (typeof tenants)[number];

interface ModelJob {
  readonly tenant: Tenant;
  readonly name: string;
  readonly fails: boolean;
  readonly key: string | undefined;
  status: 'queued' | 'succeeded' | 'failed' | 'cancelled';
  attempts: number;
}

/** Jobs by id, oldest first. */
type Model = Map<string, ModelJob>;
type Step = (model: Model, api: DeployedApi) => Promise<void>;

const runs = Number(process.env['JOBGATE_MODEL_RUNS'] ?? 20);
const MAXIMUM_FAILURES = 5;
const tenant = fc.constantFrom(...tenants);

/** A command is what it says it is: fast-check prints it when it finds a history that goes wrong. */
function command(words: string, step: Step): fc.AsyncCommand<Model, DeployedApi> {
  return { check: () => true, run: step, toString: () => words };
}

function pick(model: Model, index: number): [string, ModelJob] | undefined {
  const jobs = [...model];
  return jobs[index % Math.max(jobs.length, 1)];
}

const submit = fc
  .record({ tenant, fails: fc.boolean(), key: fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined }) })
  .map(({ tenant: owner, fails, key }) =>
    command(`${owner} submits ${fails ? 'fail' : 'echo'} ${key ?? ''}`, async (model, api) => {
      const name = `${fails ? 'fail' : 'echo'}-${key ?? 'free'}`;
      const body = JSON.stringify({ name, type: fails ? 'fail' : 'echo', input: {} });
      const headers = key ? { 'Idempotency-Key': key, 'content-type': 'application/json' } : undefined;
      const answer = await api.call(owner, 'POST', '/jobs', { body, ...(headers && { headers }) });
      const known = [...model].find(
        ([, job]) => key !== undefined && job.tenant === owner && job.key === key,
      );
      if (!known) {
        expect(answer).toMatchObject({ status: 201, body: { name, status: 'queued' } });
        const id = String(answer.body['id']);
        model.set(id, { tenant: owner, name, fails, key, status: 'queued', attempts: 0 });
      } else if (known[1].name === name) {
        expect(answer.body).toMatchObject({ id: known[0], status: known[1].status });
        expect(answer.headers['Idempotency-Replayed']).toBe('true');
      } else expect(answer.status).toBe(422);
    }),
  );

const read = fc.record({ tenant, index: fc.nat() }).map(({ tenant: caller, index }) =>
  command(`${caller} reads ${index}`, async (model, api) => {
    const [id, job] = pick(model, index) ?? [];
    if (!id || !job) return;
    const answer = await api.call(caller, 'GET', '/jobs/{jobId}', { jobId: id });
    if (job.tenant !== caller) expect(answer.status).toBe(404);
    else {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ id, name: job.name, status: job.status, attempts: job.attempts });
    }
  }),
);

const cancel = fc.record({ tenant, index: fc.nat() }).map(({ tenant: caller, index }) =>
  command(`${caller} cancels ${index}`, async (model, api) => {
    const [id, job] = pick(model, index) ?? [];
    if (!id || !job) return;
    const answer = await api.call(caller, 'POST', '/jobs/{jobId}/cancel', { jobId: id });
    if (job.tenant !== caller) {
      expect(answer.status).toBe(404);
      return;
    }
    if (job.status === 'queued') job.status = 'cancelled';
    expect(answer).toMatchObject({ status: 200, body: { id, status: job.status } });
  }),
);

const work = fc.nat().map(index =>
  command(`the worker gets ${index}`, async (model, api) => {
    const [id, job] = pick(model, index) ?? [];
    if (!id || !job) return;
    await api.work(job.tenant, id);
    if (job.status !== 'queued') return;
    job.attempts += 1;
    if (!job.fails) job.status = 'succeeded';
    else if (job.attempts === MAXIMUM_FAILURES) job.status = 'failed';
  }),
);

const list = tenant.map(caller =>
  command(`${caller} lists`, async (model, api) => {
    const own = [...model].filter(([, job]) => job.tenant === caller);
    const found: string[] = [];
    let cursor: unknown;
    do {
      const query = { limit: '2', ...(typeof cursor === 'string' && { cursor }) };
      const { status, body } = await api.call(caller, 'GET', '/jobs', { query });
      expect(status).toBe(200);
      for (const job of body['jobs'] as { id: string; status: string }[]) {
        found.push(job.id);
        expect(job.status).toBe(model.get(job.id)?.status);
      }
      cursor = body['nextCursor'];
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual(own.map(([id]) => id).toSorted());
  }),
);

const result = fc.record({ tenant, index: fc.nat() }).map(({ tenant: caller, index }) =>
  command(`${caller} asks for the result of ${index}`, async (model, api) => {
    const [id, job] = pick(model, index) ?? [];
    if (!id || !job) return;
    const { status } = await api.call(caller, 'GET', '/jobs/{jobId}/result', { jobId: id });
    expect(status).toBe(job.tenant !== caller ? 404 : job.status === 'succeeded' ? 200 : 409);
  }),
);

/** Each history has two tenants of its own, so that all can share one deployment. */
function ofHistory(api: DeployedApi, number: number): DeployedApi {
  return {
    ...api,
    call: (owner, ...rest) => api.call(`${owner}-${number}`, ...rest),
    work: (owner, jobId) => api.work(`${owner}-${number}`, jobId),
  };
}

jest.setTimeout(120_000);

let api: DeployedApi;
let histories = 0;
beforeAll(async () => {
  const numbers = Array.from({ length: 20 * runs }, (_, number) => number);
  api = await deployApi(numbers.flatMap(number => tenants.map(name => `${name}-${number}`)));
});
afterAll(() => api?.stop());

test(
  'any history of calls of two tenants goes as the model says',
  async () => {
    const commands = fc.commands([submit, submit, read, cancel, work, work, list, result], {
      maxCommands: 30,
    });
    await fc.assert(
      fc.asyncProperty(commands, async history => {
        const real = ofHistory(api, histories++);
        await fc.asyncModelRun(() => ({ model: new Map(), real }), history);
      }),
      { numRuns: runs },
    );
  },
  10 * 60_000,
);
