/** Hands an event to whatever an ARN names: a function, a queue, a topic. */
import type { AsynchronousInvoker } from '../runtime/asynchronous';
import type { Model } from '../template/model';
import { callJson, callQuery } from './aws-call';
import type { ServiceEndpoints } from './provision';

export type MessageAttributes = Readonly<
  Record<string, { readonly type: 'String' | 'Number'; readonly value: string }>
>;

export class Delivery {
  constructor(
    private readonly endpoints: ServiceEndpoints,
    /** Asked for late: functions deliver to destinations, and destinations may be functions. */
    private readonly functions: () => AsynchronousInvoker,
  ) {}

  /** Why targets of this kind cannot be served, or undefined. */
  static unsupported(arn: string, model: Model): string | undefined {
    const service = serviceOf(arn);
    if (service === 'sqs' && !model.queues.some(queue => queue.arn === arn))
      return `There is no local queue ${arn}.`;
    if (service === 'sns' && !model.topics.some(topic => topic.arn === arn))
      return `There is no local topic ${arn}.`;
    if (['lambda', 'sqs', 'sns'].includes(service)) return undefined;
    return `Its target ${arn} is not a function, queue or topic; others are not served locally.`;
  }

  async deliver(
    arn: string,
    payload: string,
    attributes: MessageAttributes = {},
    traceHeader?: string,
  ): Promise<void> {
    switch (serviceOf(arn)) {
      case 'lambda':
        this.functions().invoke(arn, payload, traceHeader);
        return;
      case 'sqs':
        await this.send(arn, payload, attributes);
        return;
      case 'sns':
        await this.publish(arn, payload, attributes);
        return;
      default:
        throw new Error(
          `Nothing can be delivered to ${arn} locally: only functions, queues and topics are served.`,
        );
    }
  }

  private async send(arn: string, body: string, attributes: MessageAttributes): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, { type, value }]) => [
        name,
        { DataType: type, StringValue: value },
      ]),
    );
    const QueueUrl = `${this.endpoints.queues}/000000000000/${arn.split(':').at(-1)}`;
    await callJson(this.endpoints.queues, 'AmazonSQS.SendMessage', {
      QueueUrl,
      MessageBody: body,
      MessageAttributes,
    });
  }

  private async publish(arn: string, message: string, attributes: MessageAttributes): Promise<void> {
    const entries = Object.entries(attributes).flatMap(([name, { type, value }], index) => {
      const prefix = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${prefix}.Name`, name],
        [`${prefix}.Value.DataType`, type],
        [`${prefix}.Value.StringValue`, value],
      ];
    });
    await callQuery(this.endpoints.topics, {
      Action: 'Publish',
      TopicArn: arn,
      Message: message,
      ...Object.fromEntries(entries),
    });
  }
}

const serviceOf = (arn: string) => arn.split(':')[2] ?? '';
