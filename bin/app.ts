import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { VALIDATION_REPORT_FILE } from 'aws-cdk-lib/cx-api';
import { newApp } from '../lib/app';
import { ConfigurationError } from '../lib/config';
import { bundleHandlers } from '../lib/handlers/bundle';
import { addJobgate, type ImageSource } from '../lib/jobgate';
import { loadStage } from '../lib/load-stage';

function synthesize(): void {
  const app = newApp();
  // aws-cdk-lib leaves the report of an earlier run where it has nothing to say now, and the CDK CLI would fail by it.
  rmSync(join(app.outdir, VALIDATION_REPORT_FILE), { force: true });
  const digest: unknown = app.node.tryGetContext('imageDigest');
  const stage = loadStage(String(app.node.tryGetContext('stage') ?? 'dev'));
  addJobgate(app, stage, digest === undefined ? { directory: bundleHandlers() } : checkedDigest(digest));
  app.synth();
}

/** An image list's digest or a tag would deploy, and then change what runs without a change of the template. */
function checkedDigest(digest: unknown): ImageSource {
  if (typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest)) return { digest };
  throw new ConfigurationError('the command line', [
    {
      path: 'imageDigest',
      what: 'is not a digest',
      received: digest,
      allowed: 'sha256: and 64 hexadecimal digits in lower case',
      remedy: 'copy the digest that the push to the repository printed',
    },
  ]);
}

try {
  synthesize();
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exitCode = 1;
}
