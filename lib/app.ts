import { App } from 'aws-cdk-lib';
import cdk from '../cdk.json';

/**
 * The CDK app with the feature flags of cdk.json, also where no CDK CLI passes them. aws-cdk-lib's validation takes
 * several times as long as the synthesis, so it runs only where CDK_VALIDATION is `true`.
 */
export function newApp(outdir?: string): App {
  return new App({
    autoSynth: false,
    builtinCloudFormationValidation: process.env.CDK_VALIDATION === 'true',
    context: cdk.context,
    outdir,
  });
}
