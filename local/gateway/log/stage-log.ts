/**
 * Writes what a stage logs of a request: its line in the access log, and its execution log at the method's level. An API
 * key that was sent is masked wherever it turns up, bodies included; long lines are cut as API Gateway cuts them.
 */
import type { MethodModel, StageModel } from '../../template/rest-api-model';
import { type MethodSettings, methodSettings } from '../meter/method-settings';
import { accessContext } from './access-context';
import { compileAccessLog } from './access-log';
import { executionLines, type Verbosity } from './execution-lines';
import type { LoggedRequest } from './logged-request';
import { maskKey } from './mask';
import type { LogSink } from './sink';

export interface StageLog {
  /** Whether anything of a request with this verb is logged; the method is undefined when it found none. */
  active(method: MethodModel | undefined, httpMethod: string): boolean;
  write(logged: LoggedRequest): void;
  /** Whether integrations should tell what they sent and received. */
  wantsData(method: MethodModel, httpMethod: string): boolean;
}

const longestLine = 1024;
/** API Gateway makes and takes no shorter key; a shorter text would hide words of the log. */
const shortestKey = 20;

export function compileStageLog(apiId: string, stage: StageModel, sink: LogSink): StageLog {
  const access = stage.accessLog && compileAccessLog(stage.accessLog.format);
  const levels = new Map<string, Verbosity | undefined>();
  const verbosityOf = (method: MethodModel | undefined, httpMethod: string) => {
    // Clients may send any verb; only those that found a method have a place of their own.
    const place = method ? `${httpMethod} ${method.path}` : '';
    if (!levels.has(place)) levels.set(place, verbosity(methodSettings(stage, method, httpMethod)));
    return levels.get(place);
  };
  return {
    active: (method, httpMethod) => access !== undefined || verbosityOf(method, httpMethod) !== undefined,
    wantsData: (method, httpMethod) => verbosityOf(method, httpMethod)?.dataTrace === true,
    write(logged) {
      const level = verbosityOf(logged.route?.method, logged.httpMethod);
      if (!access && !level) return;
      const hidden = hideKeys(logged);
      if (access) sink.access(apiId, stage.name, hidden(access(accessContext(logged))));
      if (!level) return;
      // A copy, for the context may be worked out anew each time it is read.
      const copy = { ...logged };
      const prefix = `${new Date(copy.finishedAt).toISOString()} (${copy.context['requestId']})`;
      for (const line of executionLines(copy, level)) {
        sink.execution(apiId, stage.name, `${prefix} ${cut(hidden(line).replaceAll(/[\r\n]+/g, ' '))}\n`);
      }
    },
  };
}

function verbosity({
  loggingLevel = 'OFF',
  dataTraceEnabled = false,
}: MethodSettings): Verbosity | undefined {
  return loggingLevel === 'OFF' ? undefined : { level: loggingLevel, dataTrace: dataTraceEnabled };
}

function hideKeys({ headers, admission }: LoggedRequest): (line: string) => string {
  const sent = headers
    .filter(([name, value]) => name.toLowerCase() === 'x-api-key' && value.length >= shortestKey)
    .map(([, value]) => value);
  const keys = [...new Set([...sent, ...(admission ? [admission.apiKey] : [])])];
  return line => keys.reduce((text, key) => text.replaceAll(key, maskKey(key)), line);
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)} [TRUNCATED]` : line;
}
