import { provision } from '../../../local/services/provision';
import { stackModel } from '../template/assembly-folder';
import { EmbeddedServices } from './embedded-services';

const services = new EmbeddedServices();
beforeAll(() => services.start());
afterAll(() => services.remove());

test.each([
  [
    'table',
    {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
    },
    /^The table Stack-Wrong of the template cannot be created: .*(attribute|key|Key)/,
  ],
  [
    'queue',
    { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 100_000 } },
    /^The queue Stack-Wrong of the template cannot be created: .*VisibilityTimeout/,
  ],
])('a %s that its service refuses is named with the reason', async (_, resource, message) => {
  const model = stackModel({ Resources: { Wrong: resource } });
  await expect(provision(model, services.endpoints)).rejects.toThrow(message);
});
