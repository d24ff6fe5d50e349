/** Prints what a stage's config and the contract promise, for the read-back to compare the deployment with. */
import { gatewayProblems } from '../../contract/problem';
import { routes } from '../../contract/routes';
import { table } from '../../contract/table';
import { modeOf } from '../../lib/config/authorization';
import { routeName } from '../../lib/config/routes';
import { withMovedKeys } from './moved-keys';
import { stageNamed } from './stage-named';

const [name, moved] = process.argv.slice(2);
if (!name) throw new Error('Usage: expected.js STAGE [moved]');
const stage = moved ? withMovedKeys(stageNamed(name)) : stageNamed(name);
const modes = routes.map(route => ('open' in route ? 'none' : modeOf(stage.authorization, routeName(route))));
console.log(JSON.stringify({ stage, routes, modes, table, gatewayResponses: Object.keys(gatewayProblems) }));
