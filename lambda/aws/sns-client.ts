import { SNSClient } from '@aws-sdk/client-sns';
import { patience } from './patience';

export function snsClient(): SNSClient {
  return new SNSClient({ requestHandler: patience });
}
