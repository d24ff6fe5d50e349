/** The CDK app of a stage that has what the stages of this project do not use. */
import { newApp } from '../../lib/app';
import { addJobgate } from '../../lib/jobgate';
import { stageNamed } from './stage-named';

const app = newApp();
const digest = String(app.node.tryGetContext('imageDigest'));
addJobgate(app, stageNamed(String(app.node.tryGetContext('stage'))), { digest });
app.synth();
