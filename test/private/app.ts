/** The CDK app of the deploy check: the private stacks of `three-accounts.ts`, with the lines in PRIVATE_LINES. */
import { newApp } from '../../lib/app';
import { ConfigurationError, resolveStage } from '../../lib/config';
import type { Problem } from '../../lib/config/check';
import { checkPrivate } from '../../lib/config/private';
import { privateRules } from '../../lib/config/private/places';
import { addPrivateNetwork, addPrivateStacks } from '../../lib/private/stacks';
import { AccountLoggingStack } from '../../lib/stacks/account-logging';
import { accounts, region, threeAccounts } from './three-accounts';

const place = { account: accounts.api, region };
const config = threeAccounts(JSON.parse(process.env.PRIVATE_LINES ?? '{}'));
const problems: Problem[] = [];
const right = checkPrivate(config, 'private', problem => problems.push(problem));
// The provider is deployed first without the API's account, to see that the endpoint then finds nothing.
if (right && process.env.PRIVATE_UNCHECKED === undefined) {
  for (const rule of privateRules) rule({ ...place, private: config }, '', problem => problems.push(problem));
}
if (problems.length > 0) throw new ConfigurationError('three-accounts.ts', problems);

const app = newApp();
const stage = { ...resolveStage('check', place), private: config };
const accountLogging = new AccountLoggingStack(app, 'Jobgate-AccountLogging', { env: place });
const network = addPrivateNetwork(app, stage);
addPrivateStacks(app, stage, { network, accountLogging });
app.synth();
