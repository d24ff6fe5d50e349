import { Fn, Stack } from 'aws-cdk-lib';

/**
 * A stack of one section of the private config. Its zones are asked of CloudFormation: the CLI would otherwise look
 * them up in each account at every synth, which needs credentials for all of them.
 */
export class SectionStack extends Stack {
  override get availabilityZones(): string[] {
    return [0, 1, 2, 3].map(index => Fn.select(index, Fn.getAzs()));
  }
}
