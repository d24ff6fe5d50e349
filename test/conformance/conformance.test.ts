import { FACTS, isRequestFact } from './fact';
import { startLocalTarget, type Target } from './target';
import { tryFact } from './try-fact';

const tried = FACTS.filter(isRequestFact);

describe('the local gateway answers as API Gateway', () => {
  let target: Target;

  beforeAll(async () => {
    target = await startLocalTarget();
  }, 120_000);

  afterAll(() => target.close());

  test.each(tried.filter(({ ungated }) => ungated === undefined).map(fact => [fact.id, fact] as const))(
    '%s',
    async (_, fact) => {
      const found = await tryFact(fact, target);
      expect({ rule: fact.rule, differs: found }).toEqual({ rule: fact.rule, differs: [] });
    },
  );

  test('what does not gate still differs, so that no reason is outdated', async () => {
    const held: string[] = [];
    for (const fact of tried.filter(({ ungated }) => ungated !== undefined)) {
      if ((await tryFact(fact, target)).length === 0) held.push(fact.id);
    }
    expect(held).toEqual([]);
  });
});
