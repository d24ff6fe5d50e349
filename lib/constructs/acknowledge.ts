import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag that stay, for one reason that a reviewer can judge; test/lib/security lists them all. */
export function acknowledge(construct: IConstruct, reason: string, ...rules: readonly string[]): void {
  Validations.of(construct).acknowledge(...rules.map(id => ({ id, reason })));
}
