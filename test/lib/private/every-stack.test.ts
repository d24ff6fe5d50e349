import { config as demo } from '../../../config/private-demo';
import { resources } from '../synthesize';
import { privateApp, templatesOf } from './synthesize';

// Each test synthesizes stacks of its own, the first one bundles their functions.
jest.setTimeout(120_000);

describe('every private stack', () => {
  const everything = Object.entries(templatesOf(privateApp(demo.private!)));

  it.each(everything)('%s is as reviewed', (_, template) => {
    const plain = JSON.stringify(template.toJSON()).replace(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
    expect(JSON.parse(plain.replace(/[0-9a-f]{64}\.zip/g, 'asset.zip'))).toMatchSnapshot();
  });

  it.each(everything)('%s logs the flows of the VPC it makes', (_, template) => {
    const networks = Object.keys(resources(template, 'AWS::EC2::VPC')).length;
    expect(Object.keys(resources(template, 'AWS::EC2::FlowLog'))).toHaveLength(networks);
  });

  it.each(everything)('%s lets nobody in by range of addresses', (_, template) => {
    const inline = Object.values(resources(template, 'AWS::EC2::SecurityGroup')).flatMap(
      ({ Properties }) => (Properties['SecurityGroupIngress'] as object[] | undefined) ?? [],
    );
    const rules = Object.values(resources(template, 'AWS::EC2::SecurityGroupIngress')).map(
      ({ Properties }) => Properties,
    );
    for (const rule of [...inline, ...rules]) expect(rule).not.toHaveProperty('CidrIp');
  });

  it.each(everything)('%s has no way to the internet', (_, template) => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway'])
      template.resourceCountIs(type, 0);
  });

  it.each(everything)(
    '%s lets everyone do nothing: a wildcard principal is bound to an endpoint or a VPC',
    (_, template) => {
      const walk = (value: unknown): object[] =>
        typeof value !== 'object' || value === null
          ? []
          : [...('Principal' in value ? [value] : []), ...Object.values(value).flatMap(walk)];
      const open = walk(template.toJSON()).filter(
        statement =>
          /^("\*"|\{"AWS":"\*"\})$/.test(JSON.stringify((statement as { Principal: unknown }).Principal)) &&
          (statement as { Effect?: string }).Effect === 'Allow',
      );
      for (const statement of open) {
        expect(JSON.stringify((statement as { Condition?: unknown }).Condition)).toMatch(/aws:sourceVpce?"/);
      }
    },
  );
});
