/** Starts the server as a user does and calls it as a client does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../local/scripts';

export const script = join(projectRoot, 'bin', 'run.js');

export interface Ready {
  readonly url: string;
  readonly stage: string;
  readonly pid: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly services: Readonly<Record<'dynamodb' | 'sqs' | 'sns' | 's3', string>>;
  readonly tokens?: readonly { tenant: string; token: string }[];
  readonly keys: readonly { name: string; plan: string; tenant: string; id: string; value: string }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What any route of the API may answer. */
export interface Body {
  readonly id: string;
  readonly status: string | number;
  readonly message: string;
  readonly attempts: number;
  readonly finishedAt?: string;
  readonly jobs: readonly Body[];
  readonly name: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly message: string };
  readonly errors: readonly { readonly field: string; readonly detail: string }[];
  readonly code: string;
  readonly requestId: string;
  readonly nextCursor?: string;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A folder for one test file: the server runs in it and keeps its state below it. */
export class LocalServer {
  readonly directory = mkdtempSync(join(tmpdir(), 'jobgate-e2e-'));
  readonly readyFile = join(this.directory, '.local', 'ready.json');
  output = '';
  private child: ChildProcess | undefined;
  private exited: Promise<number | null> = Promise.resolve(0);

  /** @param readsOutput false: what the server writes stays in its pipe */
  constructor(private readonly readsOutput = true) {}

  start(...flags: string[]): Promise<Ready> {
    const port = flags.includes('--port') ? [] : ['--port', '0'];
    const data = ['--data', join(this.directory, 'data')];
    return this.launch(process.execPath, [script, 'start', ...port, ...data, '--quiet', ...flags]);
  }

  /** Starts it by a command of the test's own. */
  async launch(
    command: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Ready> {
    const child = spawn(command, args, {
      cwd: this.directory,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    if (this.readsOutput)
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => {
          this.output += text.toString();
        });
    let ended = false;
    this.exited = new Promise(done =>
      child.once('exit', code => {
        ended = true;
        done(code);
      }),
    );
    const ready = until(
      () => (existsSync(this.readyFile) ? this.read() : undefined),
      value => ended || (value !== undefined && isAlive(value.pid)),
    );
    const stopped = this.exited.then(code => {
      throw new Error(`The server ended with code ${code} before it served:\n${this.output}`);
    });
    stopped.catch(() => undefined);
    const value = await Promise.race([ready, stopped]);
    if (!value) throw new Error('The server is not ready.');
    return value;
  }

  closeOutput(): void {
    this.child?.stdout?.destroy();
    this.child?.stderr?.destroy();
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child?.kill(signal);
    return this.exited;
  }

  async remove(): Promise<void> {
    await this.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  private read(): Ready {
    return JSON.parse(readFileSync(this.readyFile, 'utf8'));
  }
}

export class Client {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  static of({ url, keys }: Ready, tenant: string): Client {
    return new Client(url, keys.find(key => key.tenant === tenant)?.value);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, typeof body === 'string' ? body : JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });
  }

  async submit(job: object): Promise<string> {
    const { status, body } = await this.post('/jobs', job);
    if (status !== 201) throw new Error(`Submitting was answered ${status}: ${JSON.stringify(body)}`);
    return body.id;
  }

  /** The job, when it has ended. */
  async finished(id: string, milliseconds?: number): Promise<Body> {
    const ended = (body: Body) => !['queued', 'running'].includes(String(body.status));
    return until(async () => (await this.get(`/jobs/${id}`)).body, ended, milliseconds);
  }

  private async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const key: Record<string, string> = this.key === undefined ? {} : { 'x-api-key': this.key };
    const response = await fetch(this.url + path, { method, body, headers: { ...key, ...headers } });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }
}

/** Asks again until the answer is as expected; the test's own timeout ends it when it never is. */
export async function until<Value>(
  ask: () => Value | Promise<Value>,
  expected: (value: Value) => boolean,
  milliseconds = 100,
): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (expected(value)) return value;
    await new Promise(resolve => setTimeout(resolve, milliseconds));
  }
}
