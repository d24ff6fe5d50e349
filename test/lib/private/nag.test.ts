import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { config as demo } from '../../../config/private-demo';
import type { PrivateConfig } from '../../../lib/config/private';
import { acknowledged } from '../../../lib/private/acknowledged';
import { privateApp } from './synthesize';

// Three packs look at every resource of five stacks.
jest.setTimeout(180_000);

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** What cdk-nag finds in the private stacks and nobody acknowledged. */
function findings(config: PrivateConfig): string[] {
  const app = privateApp(config);
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new ServerlessChecks(app),
  );
  try {
    app.synth();
  } catch {
    // Findings fail the synthesis; the report says which.
  }
  const report: Report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    )
    .filter(finding => privateStacks(app).some(id => finding.includes(` ${id}/`)));
}

const privateStacks = (app: App) =>
  app.node.children.map(child => (child as Stack).node.id).filter(id => id.startsWith('Jobgate-test-'));

const everyWay: PrivateConfig = {
  ...demo.private,
  providers: [
    {
      name: 'orders',
      loadBalancer: { tag: { key: 'service', value: 'orders' } },
      principals: ['arn:aws:iam::222222222222:root'],
      acceptance: 'required',
      accept: ['vpce-0123456789abcdef0'],
      privateDns: { name: 'orders.example.com', zoneId: 'Z123', zoneName: 'example.com' },
      notify: ['team@example.com'],
    },
  ],
  api: {
    ...demo.private!.api!,
    backends: [
      { name: 'orders', prefix: '/orders', at: { provider: 'orders' } },
      { name: 'crm', prefix: '/crm', at: { hostname: 'crm.corp.example' } },
    ],
    plans: [{ name: 'partners', keys: [{ name: 'acme', tenant: 'acme' }] }],
  },
};

test.each([
  ['the demo', demo.private!],
  ['every other way', everyWay],
])('cdk-nag has nothing to say about %s but what is acknowledged', (_, config) => {
  expect(findings(config)).toEqual([]);
});

test('the list of what is acknowledged is as reviewed', () => {
  expect(acknowledged).toMatchSnapshot();
});
