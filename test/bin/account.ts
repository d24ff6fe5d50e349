/**
 * A small AWS account for the command line: API Gateway's keys and plans, one table, and the resources of a stage's
 * stacks, over the SDK's real HTTP. Rules as in API Gateway's reference: values are unique, lists come newest first in
 * pages, a key joins one plan for each API stage.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredKey {
  readonly id: string;
  name: string;
  description: string;
  enabled: boolean;
  readonly value: string;
  readonly createdDate: number;
  tags: Record<string, string>;
}

export interface StoredPlan {
  readonly id: string;
  readonly name: string;
  readonly apiStages: readonly { readonly apiId: string; readonly stage: string }[];
  readonly keys: Set<string>;
}

type Item = Record<string, Record<string, unknown>>;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class Account {
  readonly keys: StoredKey[] = [];
  readonly plans: StoredPlan[] = [];
  readonly items = new Map<string, Item>();
  readonly configKeys: string[] = [];
  /** Every call so far, as `POST /apikeys` or `PutItem`. */
  readonly calls: string[] = [];
  readonly pageSize = 3;
  /** Refuses a call when it answers `before`; carries it out and then fails when it answers `after`. */
  fault: (call: string) => 'before' | 'after' | undefined = () => undefined;
  private made = 0;

  plan(name: string, ...stages: string[]): StoredPlan {
    const apiStages = stages.map(stage => ({ apiId: stage.split(':')[0]!, stage: stage.split(':')[1]! }));
    const plan = { id: `plan${this.plans.length + 1}`, name, apiStages, keys: new Set<string>() };
    this.plans.push(plan);
    return plan;
  }

  key(name: string, given: Partial<StoredKey> = {}): StoredKey {
    this.made += 1;
    const id = `key${this.made}`;
    const value = given.value ?? `${randomUUID()}${this.made}`;
    const key = {
      id,
      name,
      description: '',
      enabled: true,
      createdDate: Date.now() / 1000,
      tags: {},
      ...given,
      value,
    };
    this.keys.unshift(key);
    return key;
  }

  owner(keyId: string): Record<string, unknown> | undefined {
    const item = this.items.get(`#key#${keyId}`);
    return (
      item && Object.fromEntries(Object.entries(item).map(([name, typed]) => [name, Object.values(typed)[0]]))
    );
  }

  /** Serves the account on a free port; `close` ends it. */
  async serve(): Promise<{ readonly url: string; close(): Promise<void> }> {
    const server = createServer(async (request, response) => {
      const [status, type, body] = await this.answer(request, await text(request));
      response.writeHead(status, type).end(body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => new Promise(resolve => server.close(() => resolve())),
    };
  }

  private async answer(
    request: IncomingMessage,
    body: string,
  ): Promise<[number, Record<string, string>, string]> {
    const url = new URL(request.url!, 'http://account');
    const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    if (form) return this.stackResources(new URLSearchParams(body));
    const path = decodeURIComponent(url.pathname);
    const name = target ?? `${request.method} ${path}`;
    this.calls.push(name);
    const fault = this.fault(name);
    try {
      if (fault === 'before') throw new Refusal(403, 'AccessDeniedException', `not allowed: ${name}`);
      const call = {
        method: request.method!,
        path,
        query: url.searchParams,
        body: body ? JSON.parse(body) : {},
      };
      const answer = target ? this.table(target, call.body) : this.gateway(call);
      if (fault === 'after') throw new Refusal(403, 'AccessDeniedException', `not allowed: ${name}`);
      return [200, { 'content-type': 'application/json' }, JSON.stringify(answer)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.code };
      return [error.status, headers, JSON.stringify({ message: error.message, __type: error.code })];
    }
  }

  private gateway({ method, path, query, body }: Call): unknown {
    const [, resource, id, sub, member] = path.split('/');
    if (resource === 'usageplans' && member) return this.membership(method, id!, member);
    switch (`${method} ${resource}${sub ? `/${sub}` : ''}`) {
      case 'GET apikeys':
        return this.page(this.keys, query, ({ value, ...key }) =>
          query.get('includeValues') === 'true' ? { ...key, value } : key,
        );
      case 'POST apikeys':
        return this.createKey(body);
      case 'PATCH apikeys':
        return this.patchKey(id!, body['patchOperations'] as { path: string; value: string }[]);
      case 'DELETE apikeys':
        this.keys.splice(this.keys.indexOf(this.findKey(id!)), 1);
        for (const plan of this.plans) plan.keys.delete(id!);
        return {};
      case 'GET usageplans':
        return this.page(this.plans, query, ({ keys: _, ...plan }) => plan);
      case 'GET usageplans/keys':
        return this.page([...(this.plans.find(plan => plan.id === id)?.keys ?? [])], query, keyId => ({
          id: keyId,
        }));
      case 'POST usageplans/keys':
        return this.join(id!, String(body['keyId']));
      case `PUT tags/${sub}`:
        Object.assign(this.findKey(path.split('/').at(-1)!).tags, body['tags']);
        return {};
      default:
        throw new Error(`The account does not know ${method} ${path}.`);
    }
  }

  private page<Entry>(
    all: readonly Entry[],
    query: URLSearchParams,
    show: (entry: Entry) => unknown,
  ): unknown {
    const start = Number(query.get('position') ?? 0);
    const end = start + this.pageSize;
    return { item: all.slice(start, end).map(show), ...(end < all.length ? { position: String(end) } : {}) };
  }

  private createKey(body: Record<string, unknown>): unknown {
    const value = body['value'] === undefined ? undefined : String(body['value']);
    if (value && value.length < 20)
      throw new Refusal(400, 'BadRequestException', 'API Key value is too short');
    if (this.keys.some(key => key.value === value))
      throw new Refusal(409, 'ConflictException', 'API Key already exists');
    const { name, description, enabled, tags } = body as Partial<StoredKey>;
    return this.key(name ?? '', {
      description: description ?? '',
      enabled: enabled ?? false,
      tags: tags ?? {},
      ...(value && { value }),
    });
  }

  private patchKey(id: string, operations: readonly { path: string; value: string }[]): unknown {
    const key = this.findKey(id);
    for (const { path, value } of operations) {
      if (path === '/enabled') key.enabled = value === 'true';
      else if (path === '/description') key.description = value;
      else throw new Refusal(400, 'BadRequestException', `Invalid patch path ${path}`);
    }
    return key;
  }

  private join(planId: string, keyId: string): unknown {
    const plan = this.plans.find(({ id }) => id === planId);
    if (!plan) throw new Refusal(404, 'NotFoundException', 'Invalid Usage Plan ID specified');
    const stages = plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`);
    const others = this.plans.filter(({ keys }) => keys.has(keyId)).flatMap(({ apiStages }) => apiStages);
    if (others.some(({ apiId, stage }) => stages.includes(`${apiId}:${stage}`))) {
      throw new Refusal(409, 'ConflictException', 'The key is in a usage plan of this API stage already');
    }
    plan.keys.add(this.findKey(keyId).id);
    return { id: keyId };
  }

  private membership(method: string, planId: string, keyId: string): unknown {
    const plan = this.plans.find(({ id }) => id === planId);
    if (!plan?.keys.has(keyId))
      throw new Refusal(404, 'NotFoundException', 'Invalid Usage Plan ID specified');
    if (method === 'DELETE') plan.keys.delete(keyId);
    return { id: keyId };
  }

  private findKey(id: string): StoredKey {
    const key = this.keys.find(candidate => candidate.id === id);
    if (!key) throw new Refusal(404, 'NotFoundException', 'Invalid API Key identifier specified');
    return key;
  }

  private table(operation: string, body: Record<string, unknown>): unknown {
    const pk = (item: unknown): string => String((item as { pk: { S: string } }).pk.S);
    if (operation === 'PutItem') this.items.set(pk(body['Item']), body['Item'] as Item);
    else if (operation === 'DeleteItem') this.items.delete(pk(body['Key']));
    else if (operation === 'BatchGetItem') {
      const [[name, { Keys }]] = Object.entries(
        body['RequestItems'] as Record<string, { Keys: unknown[] }>,
      ) as [[string, { Keys: unknown[] }]];
      return { Responses: { [name]: Keys.flatMap(key => this.items.get(pk(key)) ?? []) } };
    } else throw new Error(`The account does not know ${operation}.`);
    return {};
  }

  private stackResources(form: URLSearchParams): [number, Record<string, string>, string] {
    const xml = { 'content-type': 'text/xml' };
    const stacks: Record<string, [string, string][]> = {
      'Jobgate-dev-State': [['AWS::DynamoDB::Table', 'jobs-table']],
      'Jobgate-dev-Api': [
        ['AWS::ApiGateway::RestApi', 'api1'],
        ['AWS::ApiGateway::Stage', 'dev'],
        ...this.configKeys.map((id): [string, string] => ['AWS::ApiGateway::ApiKey', id]),
      ],
    };
    const stack = stacks[form.get('StackName')!];
    if (!stack) {
      const message = `Stack with id ${form.get('StackName')} does not exist`;
      return [
        400,
        xml,
        `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
      ];
    }
    const members = stack.map(
      ([type, id]) =>
        `<member><ResourceType>${type}</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId></member>`,
    );
    const result = `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`;
    const body = `<ListStackResourcesResponse><ListStackResourcesResult>${result}</ListStackResourcesResult></ListStackResourcesResponse>`;
    return [200, xml, body];
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
