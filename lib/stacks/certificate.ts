import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { DomainCertificate } from '../constructs/domain-certificate';

export interface CertificateStackProps extends StackProps {
  readonly domain: NonNullable<Stage['domain']>;
}

/** The certificate of an edge domain, in the one region where CloudFront takes certificates from. */
export class CertificateStack extends Stack {
  readonly identity: DomainCertificate;

  constructor(scope: Construct, id: string, props: CertificateStackProps) {
    super(scope, id, props);
    this.identity = new DomainCertificate(this, 'Domain', props);
  }
}
