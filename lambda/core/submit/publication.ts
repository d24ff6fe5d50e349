import type { SubmitJob } from '../../../contract/schemas';
import { DomainError } from '../domain-error';
import { fieldsOf } from '../fields-of';
import { parseJson } from './strict-json';
import type { Submission } from './submit-job';

/**
 * A message of an SNS topic as a submission: the topic says whose the job is, its text is a body of `POST /jobs`, and
 * the message's id makes a repeated delivery the same job.
 * @param text the envelope that SNS puts around a message for a queue (SNS developer guide, "Amazon SQS endpoints")
 * @throws DomainError when the topic has no tenant or the text is no job
 */
export function readPublication(
  text: string,
  tenants: Readonly<Record<string, string>>,
  readBody: (body: unknown) => SubmitJob,
): Submission {
  const envelope = parseJson(text);
  const { TopicArn, MessageId, Message } = fieldsOf(envelope);
  if (typeof TopicArn !== 'string' || typeof MessageId !== 'string' || typeof Message !== 'string') {
    throw new DomainError('malformed_request', 'The message is not the envelope of an SNS notification.');
  }
  const tenant = Object.hasOwn(tenants, TopicArn) ? tenants[TopicArn] : undefined;
  if (tenant === undefined)
    throw new DomainError('unknown_tenant', `The topic ${TopicArn} belongs to no tenant.`);
  return { tenant, body: readBody(parseJson(Message)), once: { source: 'topic', key: MessageId } };
}
