/** Prints what a stage's config and the contract promise, for the read-back to compare the deployment with. */
import { gatewayProblems } from '../../contract/problem';
import { routes } from '../../contract/routes';
import { table } from '../../contract/table';
import { loadStage } from '../../lib/load-stage';

const [name] = process.argv.slice(2);
if (!name) throw new Error('Usage: expected.js STAGE');
console.log(
  JSON.stringify({ stage: loadStage(name), routes, table, gatewayResponses: Object.keys(gatewayProblems) }),
);
