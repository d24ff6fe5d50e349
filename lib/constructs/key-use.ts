import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/**
 * What services ask of a caller's rights on the key of an encrypted table, bucket, queue or topic (AWS KMS developer
 * guide, "Envelope encryption"). The grants of aws-cdk-lib give wildcards.
 */
export function grantKeyUse(key: IKey | undefined, grantee: IGrantable): void {
  key?.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
}
