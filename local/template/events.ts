/** What starts functions besides requests: event source mappings of queues, EventBridge rules, Scheduler schedules. */

import type { Resource } from './identity';
import type { EventSourceModel, ScheduleModel } from './model';
import type { StackScope } from './stack-scope';
import type { NotServed } from './support';
import { flag, list, number, record, text, textMap, texts } from './values';

export function readEventSource(
  { logicalId, properties }: Resource,
  functionArnOf: (reference: string) => string | undefined,
): EventSourceModel | NotServed {
  const queueArn = text(properties['EventSourceArn']) ?? '';
  if (queueArn.split(':')[2] !== 'sqs')
    return { reason: `Its source ${queueArn} is not an SQS queue; streams are not served locally.` };
  const functionArn = functionArnOf(text(properties['FunctionName']) ?? '');
  if (functionArn === undefined) return { reason: 'Its function is not served locally.' };
  return {
    logicalId,
    functionArn,
    queueArn,
    batchSize: number(properties['BatchSize']) ?? 10,
    batchingWindowSeconds: number(properties['MaximumBatchingWindowInSeconds']) ?? 0,
    reportBatchItemFailures: texts(properties['FunctionResponseTypes']).includes('ReportBatchItemFailures'),
    maximumConcurrency: number(record(properties['ScalingConfig'])['MaximumConcurrency']),
    enabled: flag(properties['Enabled']) ?? true,
  };
}

/** An EventBridge rule: scheduled ones are served, those that wait for events are not. */
export function readRule(scope: StackScope, { logicalId, properties }: Resource): ScheduleModel | NotServed {
  const expression = text(properties['ScheduleExpression']);
  if (expression === undefined)
    return {
      reason:
        'It waits for events of an event bus, which has no local counterpart; scheduled rules are served.',
    };
  const { ref: name } = scope.identify(logicalId);
  return {
    logicalId,
    name,
    arn: scope.arn(logicalId),
    source: 'rule',
    expression,
    timeZone: 'UTC',
    enabled: properties['State'] !== 'DISABLED',
    targets: list(properties['Targets']).map(value => {
      const target = record(value);
      const { InputPathsMap, InputTemplate } = record(target['InputTransformer']);
      const template = text(InputTemplate);
      return {
        arn: text(target['Arn']) ?? '',
        input: text(target['Input']),
        transformer: template === undefined ? undefined : { paths: textMap(InputPathsMap), template },
      };
    }),
  };
}

export function readSchedule(scope: StackScope, { logicalId, properties }: Resource): ScheduleModel {
  const { ref: name } = scope.identify(logicalId);
  const target = record(properties['Target']);
  return {
    logicalId,
    name,
    arn: scope.arn(logicalId),
    source: 'scheduler',
    expression: text(properties['ScheduleExpression']) ?? '',
    timeZone: text(properties['ScheduleExpressionTimezone']) ?? 'UTC',
    enabled: properties['State'] !== 'DISABLED',
    targets: [{ arn: text(target['Arn']) ?? '', input: text(target['Input']) }],
  };
}
