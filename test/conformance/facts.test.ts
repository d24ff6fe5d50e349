import { FACTS, isRequestFact } from './fact';
import carried from './facts.json';

describe('the facts', () => {
  test('are the 144 that the suite began with, and at least 150 more', () => {
    expect(carried).toHaveLength(144);
    expect(FACTS.length).toBeGreaterThanOrEqual(144 + 150);
  });

  test('have names of their own', () => {
    const ids = FACTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('say their rule and their source', () => {
    expect(
      FACTS.filter(({ rule, source }) => rule.length < 10 || source.length < 10).map(({ id }) => id),
    ).toEqual([]);
  });

  test('are shown by a request, or say why none can', () => {
    expect(
      FACTS.filter(fact => !isRequestFact(fact) && fact.management === undefined).map(({ id }) => id),
    ).toEqual([]);
  });

  test('that AWS was recorded with always gate', () => {
    const ungated = FACTS.filter(fact => fact.ungated !== undefined && fact.confidence === 'aws-recorded');
    expect(ungated.map(({ id }) => id)).toEqual([]);
  });
});
