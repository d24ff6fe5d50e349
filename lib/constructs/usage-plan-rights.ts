import { Stack, Token } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from './acknowledge';
import type { ServiceFunction } from './service-function';

/**
 * Rights on usage plans that cannot be named: by path below `/usageplans`, the actions of API Gateway (developer guide,
 * "Actions, resources, and condition keys for API Gateway").
 */
export function grantUsagePlans(
  fn: ServiceFunction,
  reason: string,
  rights: Readonly<Record<string, readonly string[]>>,
): void {
  const { partition, region } = Stack.of(fn);
  const shown = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  for (const [path, actions] of Object.entries(rights)) {
    const arn = `arn:${partition}:apigateway:${region}::/usageplans${path}`;
    Grant.addToPrincipal({ grantee: fn, actions: [...actions], resourceArns: [arn] });
    if (!path.includes('*')) continue;
    const finding = `arn:${shown(partition, 'Partition')}:apigateway:${shown(region, 'Region')}::/usageplans${path}`;
    acknowledge(fn.role!, reason, `AwsSolutions-IAM5[Resource::${finding}]`);
  }
}
