/** `npm run bench [-- FIGURE]`: measures figures, each beside its baseline, in the same run on the same machine. */
import { measureGateway } from './gateway';
import { measureJobs } from './jobs';
import { measureStart } from './start';

const figures: Readonly<Record<string, { about: string; measure: () => Promise<unknown> }>> = {
  start: { about: 'seconds from the command to the first answered job', measure: measureStart },
  jobs: {
    about: 'jobs a second from submit to succeeded, beside what the store takes',
    measure: measureJobs,
  },
  requests: {
    about: 'requests a second through a function, beside bare node:http and serverless-offline',
    measure: () => measureGateway(),
  },
};

async function main([name]: readonly string[]): Promise<void> {
  if (name !== undefined && !Object.hasOwn(figures, name)) {
    console.error(`Unknown figure ${JSON.stringify(name)}. Known, and all of them without a name:`);
    for (const [known, { about }] of Object.entries(figures)) console.error(`  ${known.padEnd(10)} ${about}`);
    process.exitCode = 1;
    return;
  }
  for (const [known, { measure }] of Object.entries(figures))
    if (name === undefined || name === known) await measure();
}

void main(process.argv.slice(2));
