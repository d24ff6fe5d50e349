import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { RemoteFunctions } from '../core/remote/remote-job';
import { patience } from './patience';
import { calling } from './unavailable';

/** Functions by their ARNs, each called in its own region and asynchronously: Lambda keeps the event and retries. */
export function lambdaRemoteFunctions(arns: Readonly<Record<string, string>>): RemoteFunctions {
  const clients = new Map<string, LambdaClient>();

  function clientOf(arn: string): LambdaClient {
    const region = arn.split(':')[3] ?? '';
    const client = clients.get(region) ?? new LambdaClient({ region, requestHandler: patience });
    clients.set(region, client);
    return client;
  }

  return {
    async invoke(name, payload) {
      const arn = Object.hasOwn(arns, name) ? arns[name] : undefined;
      if (arn === undefined)
        throw new Error(`the stage config has no remote function ${JSON.stringify(name)}`);
      const command = new InvokeCommand({
        FunctionName: arn,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(payload)),
      });
      await calling('Invoking a remote function', () => clientOf(arn).send(command));
    },
  };
}
