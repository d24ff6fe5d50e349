import { CfnOutput, Fn } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone, type IHostedZone, PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { ZoneConfig } from '../config/domain';

export interface DomainCertificateProps {
  readonly domain: NonNullable<Stage['domain']>;
}

/** The zone of a domain, and a certificate that is proved through it. Stands in the region that the certificate needs. */
export class DomainCertificate extends Construct {
  readonly zone: IHostedZone;
  readonly certificate: ICertificate;

  constructor(scope: Construct, id: string, { domain }: DomainCertificateProps) {
    super(scope, id);
    this.zone = this.findZone(domain.zone);
    this.certificate = domain.certificate.startsWith('arn:')
      ? Certificate.fromCertificateArn(this, 'Certificate', domain.certificate)
      : this.newCertificate(domain);
  }

  /** Its id says what it certifies: under one id a stack of another region would not be told of a new one. */
  private newCertificate({ name, zone, certificate }: DomainCertificateProps['domain']): ICertificate {
    const wildcard = certificate === 'wildcard';
    const certified = wildcard ? zone.name : name;
    const proof = zone.from === 'id' ? zone.id : zone.name;
    return new Certificate(this, `${wildcard ? 'Wildcard' : 'Certificate'}-${certified}-${proof}`, {
      domainName: wildcard ? `*.${certified}` : certified,
      validation: CertificateValidation.fromDns(this.zone),
    });
  }

  private findZone(zone: ZoneConfig): IHostedZone {
    if (zone.from === 'lookup') return HostedZone.fromLookup(this, 'Zone', { domainName: zone.name });
    if (zone.from === 'id') {
      return HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: zone.id,
        zoneName: zone.name,
      });
    }
    const made = new PublicHostedZone(this, 'Zone', { zoneName: zone.name });
    const servers = made.hostedZoneNameServers ?? [];
    new CfnOutput(this, 'NameServers', { value: Fn.join(' ', servers) }).overrideLogicalId('NameServers');
    return made;
  }
}
