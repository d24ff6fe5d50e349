/** `npm run bench -- FIGURE`: measures one figure beside its baseline, in the same run on the same machine. */
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
  const figure = Object.hasOwn(figures, name ?? '') ? figures[name ?? ''] : undefined;
  if (figure) {
    await figure.measure();
    return;
  }
  console.error(`${name === undefined ? 'Name a figure' : `Unknown figure ${JSON.stringify(name)}`}. Known:`);
  for (const [known, { about }] of Object.entries(figures)) console.error(`  ${known.padEnd(10)} ${about}`);
  process.exitCode = 1;
}

void main(process.argv.slice(2));
