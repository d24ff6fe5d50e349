/** API keys that API Gateway does not create. */
import type { ApiKeyModel } from '../../template/rest-api-model';
import { maskKey } from '../log/mask';

const longestName = 1024;
const shortestValue = 20;
const longestValue = 128;

export function keyProblems(keys: readonly ApiKeyModel[]): readonly string[] {
  const values = keys.map(({ value }) => value);
  return keys.flatMap(({ logicalId, name, value }, at) => {
    const problems: string[] = [];
    if (name.length > longestName)
      problems.push(`Invalid API Key name, can be at most ${longestName} characters.`);
    if (value.length < shortestValue)
      problems.push(`API Key value should be at least ${shortestValue} characters`);
    if (value.length > longestValue)
      problems.push(`API Key value exceeds maximum size of ${longestValue} characters`);
    if (values.indexOf(value) !== at) problems.push(`API Key already exists: ${maskKey(value)}`);
    return problems.map(problem => `API key ${logicalId}: ${problem}`);
  });
}
