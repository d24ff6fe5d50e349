import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newApp } from '../../../lib/app';
import { resolveStage, type StageConfig } from '../../../lib/config';
import { addJobgate } from '../../../lib/jobgate';
import { resources, synthesize } from '../synthesize';

const zone = { from: 'id', id: 'Z0123456789', name: 'example.com' } as const;
const domain = { name: 'api.example.com', zone } as const;
const apiOf = (config: StageConfig['domain'], own: StageConfig = {}) =>
  synthesize({ ...own, domain: config }).Api;

it('serves the API under its name, with a certificate that the zone proves', () => {
  const template = apiOf(domain);
  template.hasResourceProperties('AWS::ApiGateway::DomainName', {
    DomainName: 'api.example.com',
    EndpointConfiguration: { Types: ['REGIONAL'] },
    SecurityPolicy: 'TLS_1_2',
  });
  template.hasResourceProperties('AWS::CertificateManager::Certificate', {
    DomainName: 'api.example.com',
    DomainValidationOptions: [{ HostedZoneId: 'Z0123456789' }],
    ValidationMethod: 'DNS',
  });
  const types = Object.values(resources(template, 'AWS::Route53::RecordSet')).map(
    record => record.Properties.Type,
  );
  expect(types.sort()).toEqual(['A', 'AAAA']);
  template.hasOutput('Url', { Value: 'https://api.example.com/' });
});

it('covers all names of the zone with a wildcard', () => {
  const template = apiOf({ ...domain, certificate: 'wildcard' });
  template.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: '*.example.com' });
});

it('takes a certificate that exists', () => {
  const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
  const template = apiOf({ ...domain, certificate });
  template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
  template.hasResourceProperties('AWS::ApiGateway::DomainName', { RegionalCertificateArn: certificate });
});

it('tells the name servers of a zone that it makes', () => {
  const template = apiOf({ ...domain, zone: { from: 'new', name: 'example.com' } });
  template.hasResourceProperties('AWS::Route53::HostedZone', { Name: 'example.com.' });
  template.hasOutput('NameServers', {});
});

it('looks a zone up by its name where the stage has an account and a region', () => {
  const app = newApp();
  const stage = resolveStage('test', {
    account: '123456789012',
    region: 'us-east-1',
    domain: { ...domain, zone: { from: 'lookup', name: 'example.com' } },
  });
  addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
  const missing = app.synth().manifest.missing?.map(({ provider }) => provider);
  expect(missing).toEqual(['hosted-zone']);
});

it('shares a domain with other services by a base path', () => {
  const template = apiOf({ ...domain, shared: true, basePath: 'jobs' });
  template.resourceCountIs('AWS::ApiGateway::DomainName', 0);
  template.resourceCountIs('AWS::Route53::RecordSet', 0);
  template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
  template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
    BasePath: 'jobs',
    DomainName: 'api.example.com',
  });
  template.hasOutput('Url', { Value: 'https://api.example.com/jobs/' });
});

it('maps a base path of several levels as only regional domains can', () => {
  const template = apiOf({ ...domain, basePath: 'jobs/v1' });
  template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: 'jobs/v1' });
  template.resourceCountIs('AWS::ApiGateway::BasePathMapping', 0);
});

it('closes the address that API Gateway gives, when asked', () => {
  const template = apiOf({ ...domain, executeApiEndpoint: false });
  template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
});

function edgeApp(own: object = {}) {
  const app = newApp();
  const stage = resolveStage('test', {
    account: '123456789012',
    region: 'eu-central-1',
    endpoint: 'edge',
    domain: { ...domain, ...own },
  });
  addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
  return app;
}

it('makes the certificate of an edge domain in us-east-1, wherever the API is', () => {
  const app = edgeApp();
  const certificates = app.node.findChild('Jobgate-test-Certificate') as Stack;
  expect(certificates.region).toBe('us-east-1');
  Template.fromStack(certificates).resourceCountIs('AWS::CertificateManager::Certificate', 1);
  const api = Template.fromStack(app.node.findChild('Jobgate-test-Api') as Stack);
  api.resourceCountIs('AWS::CertificateManager::Certificate', 0);
  api.hasResourceProperties('AWS::ApiGateway::DomainName', { EndpointConfiguration: { Types: ['EDGE'] } });
});

it('gives another certificate another id, without which a stack of another region would not learn of it', () => {
  const idsOf = (own: object) => {
    const certificates = edgeApp(own).node.findChild('Jobgate-test-Certificate') as Stack;
    return Object.keys(resources(Template.fromStack(certificates), 'AWS::CertificateManager::Certificate'));
  };
  const ids = [{}, { certificate: 'wildcard' }, { name: 'other.example.com' }].flatMap(idsOf);
  expect(new Set(ids).size).toBe(3);
});

it('needs no stack in us-east-1 for a certificate that is there', () => {
  const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0f0f';
  expect(edgeApp({ certificate }).node.tryFindChild('Jobgate-test-Certificate')).toBeUndefined();
});
