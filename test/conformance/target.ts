/** Where facts are tried: the local gateway with the fixture app, or one deployed stage. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../local/clock';
import { startLocal } from '../../local/start';
import { type Area, synthesizeFixtures } from './fixtures/app';
import { startHttpUpstream } from './http-upstream';
import { TokenSigner, type TokenSpec } from './tokens';

export interface Target {
  /** Base URL with the stage; of a private API its VPC endpoint's, unless it is called from the internet. */
  urlOf(fixture: string, from?: 'internet'): URL;
  /** The request target for a fact's path, whose stage a deployment may have named otherwise. */
  pathOf(path: string): string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly region: string;
  };
  /** Milliseconds since the epoch, as the target sees them. */
  now(): number;
  /** A token of the fixtures' user pool. */
  token(spec: TokenSpec): string;
  /** Lets time pass; only where the clock can be set. */
  advance(milliseconds: number): void;
  /** What `<NAME>` stands for in a fact about this fixture. */
  placeholder(name: string, fixture: string): string;
  close(): Promise<void>;
}

export interface LocalTargetOptions {
  /** @default - all of them */
  readonly areas?: readonly Area[];
  readonly accessLog?: (line: string) => void;
  readonly logDirectory?: string;
}

/** Serves the fixture app as `npm start -- --assembly` would. */
export async function startLocalTarget({ areas, ...logs }: LocalTargetOptions = {}): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'jobgate-conformance-'));
  const assembly = join(folder, 'cdk.out');
  synthesizeFixtures(assembly, areas);
  const upstream = await startHttpUpstream();
  const tokens = new TokenSigner();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const local = await startLocal({
    assembly,
    port: 0,
    clock: { ...systemClock, now },
    upstreams: { 'upstream.example': upstream.url },
    jwks: () => tokens.jwks,
    ...logs,
  });
  const apiOf = (fixture: string) => {
    const api = local.apis.find(({ name }) => name === fixture);
    if (!api)
      throw new Error(
        `The fixture app has no API ${fixture}; it has ${local.apis.map(({ name }) => name).join(', ')}.`,
      );
    return api;
  };
  const keyOf = (name: string) => {
    const key = local.keys.find(known => known.name === name);
    if (!key) throw new Error(`The fixture app has no key ${name}.`);
    return key;
  };
  return {
    urlOf: (fixture, from) => new URL((from && apiOf(fixture).internetUrl) ?? apiOf(fixture).url),
    pathOf: path => path,
    credentials: { ...local.credentials, region: 'us-east-1' },
    now,
    token: spec => {
      const [pool] = local.model.userPools;
      if (!pool) throw new Error('The fixture app has no user pool.');
      return tokens.sign(spec, pool, now());
    },
    advance: milliseconds => {
      ahead += milliseconds;
    },
    placeholder: (name, fixture) => {
      const [kind, key = ''] = name.split(':');
      if (kind === 'key') return keyOf(key).value;
      if (kind === 'key-id') return keyOf(key).id;
      const url = new URL(apiOf(fixture).url);
      const values: Record<string, string> = {
        host: url.host,
        'domain-prefix': url.host.split('.')[0] ?? '',
        'api-id': apiOf(fixture).apiId,
        region: 'us-east-1',
        account: '000000000000',
        'account-end': '0000',
      };
      const value = values[kind ?? ''];
      if (value === undefined) throw new Error(`Facts know no placeholder <${name}>.`);
      return value;
    },
    close: async () => {
      await local.close();
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
