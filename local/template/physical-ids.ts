/** What `Ref` and `Fn::GetAtt` answer for each resource type. */
import { apiKinds } from './api-ids';
import {
  arn,
  type Endpoints,
  hexadecimalId,
  type Kind,
  type PhysicalId,
  physicalName,
  type Resource,
  stableId,
} from './identity';
import { flag, text } from './values';

export function physicalId(resource: Resource, endpoints: Endpoints): PhysicalId {
  const kind = Object.hasOwn(kinds, resource.type) ? kinds[resource.type] : undefined;
  if (kind) return kind(resource, endpoints);
  const name = physicalName(resource);
  const service = resource.type.split('::')[1]?.toLowerCase() ?? 'custom';
  return { ref: name, attributes: { Arn: arn(resource, service, name) } };
}

/** A resource whose Ref is its name and whose ARN ends in it. */
const named =
  (service: string, property: string, path = '', limit?: number): Kind =>
  resource => {
    const name = physicalName(resource, property, limit);
    return { ref: name, attributes: { Arn: arn(resource, service, path + name), Name: name } };
  };

/** A resource whose Ref is its ARN. */
const byArn =
  (service: string, property: string, path = ''): Kind =>
  resource => {
    const ref = arn(resource, service, path + physicalName(resource, property));
    return { ref, attributes: { Arn: ref, Id: ref } };
  };

const network =
  (prefix: string, attribute: string): Kind =>
  resource => {
    const id = hexadecimalId(resource, prefix);
    return { ref: id, attributes: { [attribute]: id, Id: id } };
  };

const fifo = (resource: Resource, property: string) => (flag(resource.properties[property]) ? '.fifo' : '');

const table = named('dynamodb', 'TableName', 'table/', 255);

const kinds: Readonly<Record<string, Kind>> = {
  ...apiKinds,
  'AWS::Lambda::Function': named('lambda', 'FunctionName', 'function:'),
  'AWS::Lambda::Version': resource => {
    const ref = `${functionArn(resource)}:1`;
    return { ref, attributes: { Version: '1', FunctionArn: ref } };
  },
  'AWS::Lambda::Alias': resource => {
    const ref = `${functionArn(resource)}:${text(resource.properties['Name']) ?? 'live'}`;
    return { ref, attributes: { AliasArn: ref } };
  },
  'AWS::SQS::Queue': (resource, endpoints) => {
    const name = physicalName(resource, 'QueueName', 80, fifo(resource, 'FifoQueue'));
    const url = `${endpoints.queues}/000000000000/${name}`;
    return { ref: url, attributes: { Arn: arn(resource, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::SNS::Topic': resource => {
    const name = physicalName(resource, 'TopicName', 256, fifo(resource, 'FifoTopic'));
    const ref = arn(resource, 'sns', name);
    return { ref, attributes: { TopicName: name, TopicArn: ref } };
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': resource => {
    const name = physicalName(resource, 'BucketName', 63).toLowerCase();
    const domain = `${name}.s3.${resource.stack.region}.amazonaws.com`;
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: domain,
      },
    };
  },
  'AWS::Logs::LogGroup': resource => {
    const name = physicalName(resource, 'LogGroupName', 512);
    return { ref: name, attributes: { Arn: `${arn(resource, 'logs', `log-group:${name}`)}:*` } };
  },
  'AWS::IAM::Role': resource => {
    const name = physicalName(resource, 'RoleName');
    return {
      ref: name,
      attributes: { Arn: `arn:aws:iam::${resource.stack.accountId}:role/${name}`, RoleId: name },
    };
  },
  'AWS::Events::Rule': named('events', 'Name', 'rule/'),
  'AWS::Scheduler::Schedule': resource => {
    const name = physicalName(resource, 'Name');
    const group = text(resource.properties['GroupName']) ?? 'default';
    return { ref: name, attributes: { Arn: arn(resource, 'scheduler', `schedule/${group}/${name}`) } };
  },
  'AWS::SSM::Parameter': resource => ({
    ref: physicalName(resource, 'Name'),
    attributes: {
      Value: text(resource.properties['Value']) ?? '',
      Type: text(resource.properties['Type']) ?? 'String',
    },
  }),
  'AWS::SecretsManager::Secret': byArn('secretsmanager', 'Name', 'secret:'),
  'AWS::ECR::Repository': resource => {
    const name = physicalName(resource, 'RepositoryName', 256).toLowerCase();
    const registry = `${resource.stack.accountId}.dkr.ecr.${resource.stack.region}.amazonaws.com`;
    return {
      ref: name,
      attributes: { Arn: arn(resource, 'ecr', `repository/${name}`), RepositoryUri: `${registry}/${name}` },
    };
  },
  'AWS::CertificateManager::Certificate': byArn('acm', '', 'certificate/'),
  'AWS::KMS::Key': resource => {
    const id = stableId(resource, 32);
    return { ref: id, attributes: { KeyId: id, Arn: arn(resource, 'kms', `key/${id}`) } };
  },
  'AWS::WAFv2::WebACL': resource => {
    const name = physicalName(resource, 'Name');
    const id = stableId(resource, 32);
    return {
      ref: `${name}|${id}|REGIONAL`,
      attributes: { Id: id, Arn: arn(resource, 'wafv2', `regional/webacl/${name}/${id}`) },
    };
  },
  'AWS::EC2::VPC': network('vpc', 'VpcId'),
  'AWS::EC2::Subnet': network('subnet', 'SubnetId'),
  'AWS::EC2::SecurityGroup': network('sg', 'GroupId'),
  'AWS::EC2::VPCEndpoint': resource => {
    const id = hexadecimalId(resource, 'vpce');
    const zones = ['a', 'b', 'c'];
    return {
      ref: id,
      attributes: {
        Id: id,
        DnsEntries: zones.map(
          zone => `Z${zone.toUpperCase()}:${id}-${zone}.vpce.${resource.stack.region}.vpce.amazonaws.com`,
        ),
        NetworkInterfaceIds: zones.map(zone => hexadecimalId(resource, `eni`) + zone),
      },
    };
  },
  'AWS::EC2::VPCEndpointService': network('vpce-svc', 'ServiceId'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': resource => {
    const ref = arn(
      resource,
      'elasticloadbalancing',
      `loadbalancer/net/${physicalName(resource, 'Name', 32)}/${stableId(resource, 16)}`,
    );
    const name = `${resource.logicalId.toLowerCase()}.elb.${resource.stack.region}.amazonaws.com`;
    return { ref, attributes: { LoadBalancerArn: ref, DNSName: name } };
  },
};

function functionArn(resource: Resource): string {
  const name = text(resource.properties['FunctionName']) ?? '';
  return name.startsWith('arn:') ? name : arn(resource, 'lambda', `function:${name}`);
}
