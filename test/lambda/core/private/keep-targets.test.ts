import fc from 'fast-check';
import type { Log } from '../../../../lambda/core/ports';
import { keepTargets, type Targets } from '../../../../lambda/core/private/keep-targets';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const source = (addresses: readonly string[]) => ({ addresses: async () => addresses });

function targetGroup(...addresses: string[]) {
  const present = new Set(addresses);
  const calls: string[] = [];
  const targets: Targets = {
    list: async () => [...present],
    register: async added => {
      calls.push(`register ${added}`);
      for (const address of added) present.add(address);
    },
    deregister: async removed => {
      calls.push(`deregister ${removed}`);
      for (const address of removed) present.delete(address);
    },
  };
  return { targets, present, calls };
}

test('a replaced endpoint’s new address comes before the old one goes', async () => {
  const group = targetGroup('10.0.0.1', '10.0.1.1');
  await keepTargets(source(['10.0.0.9', '10.0.1.1']), group.targets, silent);
  expect(group.calls).toEqual(['register 10.0.0.9', 'deregister 10.0.0.1']);
});

test('nothing is called when nothing changed', async () => {
  const group = targetGroup('10.0.0.1');
  expect(await keepTargets(source(['10.0.0.1']), group.targets, silent)).toEqual({
    registered: [],
    deregistered: [],
  });
  expect(group.calls).toEqual([]);
});

test('a source without addresses fails and leaves the targets alone', async () => {
  const group = targetGroup('10.0.0.1');
  await expect(keepTargets(source([]), group.targets, silent)).rejects.toThrow('left as they are');
  expect(group.calls).toEqual([]);
});

test('a failed registration keeps the old targets', async () => {
  const group = targetGroup('10.0.0.1');
  group.targets.register = async () => {
    throw new Error('throttled');
  };
  await expect(keepTargets(source(['10.0.0.2']), group.targets, silent)).rejects.toThrow('throttled');
  expect([...group.present]).toEqual(['10.0.0.1']);
});

test('whatever stood there, the targets are what the source says, and a second time changes nothing', async () => {
  const addresses = fc.uniqueArray(fc.ipV4(), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      addresses,
      fc.uniqueArray(fc.ipV4(), { minLength: 1, maxLength: 8 }),
      async (before, wanted) => {
        const group = targetGroup(...before);
        await keepTargets(source(wanted), group.targets, silent);
        expect([...group.present].sort()).toEqual([...wanted].sort());
        expect(await keepTargets(source(wanted), group.targets, silent)).toEqual({
          registered: [],
          deregistered: [],
        });
      },
    ),
  );
});
