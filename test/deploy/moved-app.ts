/**
 * The CDK app of a stage whose keys have moved. With `-c broken=true` its deployment fails after that, at a key that
 * does not exist.
 */
import { CfnUsagePlanKey } from 'aws-cdk-lib/aws-apigateway';
import { newApp } from '../../lib/app';
import { addJobgate } from '../../lib/jobgate';
import { loadStage } from '../../lib/load-stage';
import { withMovedKeys } from './moved-keys';

const app = newApp();
const digest = String(app.node.tryGetContext('imageDigest'));
addJobgate(app, withMovedKeys(loadStage(String(app.node.tryGetContext('stage')))), { digest });
if (app.node.tryGetContext('broken')) {
  const members = app.node.findAll().filter(construct => construct instanceof CfnUsagePlanKey);
  const [{ stack, usagePlanId }] = members as [CfnUsagePlanKey];
  const broken = new CfnUsagePlanKey(stack, 'Broken', { keyId: 'missing', keyType: 'API_KEY', usagePlanId });
  for (const member of members) broken.addDependency(member);
}
app.synth();
