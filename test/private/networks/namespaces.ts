/** Networks of Linux that share nothing but the links between them, one for each account. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Link {
  readonly between: readonly [string, string];
  /** Addresses of the two ends, in one block of its own. */
  readonly addresses: readonly [string, string];
}

/** Why namespaces cannot be made here; undefined when they can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return `network namespaces need Linux; this is ${process.platform}`;
  const name = `jobgate-try-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.error) return `the command ip is missing: ${made.error.message}`;
  if (made.status !== 0) return `network namespaces need root: ${made.stderr.trim()}`;
  spawnSync('ip', ['netns', 'del', name]);
  return undefined;
}

export class Networks {
  private readonly names: readonly string[];
  private readonly processes: ChildProcess[] = [];

  constructor(names: readonly string[], links: readonly Link[]) {
    this.names = names;
    for (const name of names) {
      ip('netns', 'add', this.full(name));
      this.ip(name, 'link', 'set', 'lo', 'up');
    }
    links.forEach(({ between, addresses }, index) => {
      const ends = between.map((_, end) => `jg${process.pid % 100_000}${index}${end}`);
      ip('link', 'add', ends[0]!, 'type', 'veth', 'peer', 'name', ends[1]!);
      between.forEach((name, end) => {
        ip('link', 'set', ends[end]!, 'netns', this.full(name));
        this.ip(name, 'address', 'add', `${addresses[end]}/30`, 'dev', ends[end]!);
        this.ip(name, 'link', 'set', ends[end]!, 'up');
      });
    });
  }

  /** Starts a script in a network and waits for its first line, as JSON. */
  async start<T>(name: string, script: string, ...args: string[]): Promise<T> {
    const child = spawn('ip', ['netns', 'exec', this.full(name), process.execPath, script, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.processes.push(child);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', code => reject(new Error(`${script} ended with ${code} before it was ready.`)));
      createInterface({ input: child.stdout }).once('line', line => resolve(JSON.parse(line)));
    });
  }

  /** Runs a script in a network to its end and returns what it printed, as JSON. */
  run<T>(name: string, script: string, variables: Readonly<Record<string, string>> = {}): T {
    const { status, stdout, stderr } = spawnSync(
      'ip',
      ['netns', 'exec', this.full(name), process.execPath, '-e', script],
      { encoding: 'utf8', env: { ...process.env, ...variables } },
    );
    if (status !== 0) throw new Error(`The script in ${name} failed: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
  }

  /** Takes a link away, at the end in this network. */
  cut(name: string, address: string): void {
    this.ip(name, 'address', 'flush', 'to', address);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.processes.map(child => {
        if (child.exitCode !== null || child.signalCode !== null) return undefined;
        const ended = new Promise(resolve => child.once('exit', resolve));
        child.kill('SIGKILL');
        return ended;
      }),
    );
    for (const name of this.names) spawnSync('ip', ['netns', 'del', this.full(name)]);
  }

  private full(name: string): string {
    return `jobgate-${name}-${process.pid}`;
  }

  private ip(name: string, ...args: string[]): void {
    ip('-n', this.full(name), ...args);
  }
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
}
