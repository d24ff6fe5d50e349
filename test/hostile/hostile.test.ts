import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exchange } from '../conformance/raw-http';
import { startLocalTarget, type Target } from '../conformance/target';
import { deliver, type Outcome } from './deliver';
import { seeded } from './random';
import { nextAttack } from './requests';

const COUNT = Number(process.env['JOBGATE_HOSTILE_REQUESTS'] ?? 1_000);
const SEED = Number(process.env['JOBGATE_HOSTILE_SEED'] ?? 20_261_121);
const AT_ONCE = 16;
const SLOW_CLIENTS = 20;
const MEGABYTE = 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

describe(`${COUNT} hostile requests (seed ${SEED})`, () => {
  let target: Target;

  beforeAll(async () => {
    target = await startLocalTarget();
  }, 120_000);

  afterAll(() => target.close());

  const served = async () => {
    const url = target.urlOf('greedy');
    const headers = [['Host', url.host]] as const;
    return (await exchange(url, { method: 'GET', target: '/stage/still-here', headers })).status;
  };

  async function attack(from: number, to: number): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    let next = from;
    const client = async () => {
      for (let index = next++; index < to; index = next++) {
        // A generator of its own for each request repeats it whatever the order in which clients get there.
        const made = nextAttack(seeded(SEED + index), index);
        outcomes.push(await deliver(made, target.urlOf(made.fixture)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    return outcomes;
  }

  function startSlowClients(): Socket[] {
    const { hostname, port } = target.urlOf('greedy');
    return Array.from({ length: SLOW_CLIENTS }, (_, index) => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', () => undefined);
      socket.write(
        index % 2
          ? 'GET /stage/slow HTTP/1.1\r\nHost: a\r\nx-sl'
          : 'POST /stage/slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{',
      );
      return socket;
    });
  }

  test(
    'leave the gateway serving, answer nothing with 5xx and leave no memory behind',
    async () => {
      const slow = startSlowClients();
      const warmUp = Math.min(COUNT / 2, 500);
      const outcomes = await attack(0, warmUp);
      const before = heapMegabytes();
      outcomes.push(...(await attack(warmUp, COUNT)));
      expect(await served()).toBe(200);
      for (const socket of slow) socket.destroy();
      const grown = heapMegabytes() - before;

      const described = ({ attack: { kind, fixture, bytes }, statuses }: Outcome) =>
        `${kind} to ${fixture} was answered ${statuses}: ${bytes.toString('latin1').slice(0, 300)}`;
      expect(outcomes).toHaveLength(COUNT);
      expect(outcomes.filter(({ hung }) => hung).map(described)).toEqual([]);
      expect(
        outcomes.filter(({ statuses }) => statuses.some(status => status >= 500)).map(described),
      ).toEqual([]);
      expect(grown).toBeLessThan(10);
    },
    COUNT * 100 + 120_000,
  );

  test('are answered, most of them', async () => {
    const outcomes = await attack(0, 200);
    expect(outcomes.filter(({ statuses }) => statuses.length > 0).length).toBeGreaterThan(150);
  });
});
