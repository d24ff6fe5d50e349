import { entries, fields, flag, oneOf, type Rule, refuse, text } from './check';

/** Days that CloudWatch Logs can keep events (PutRetentionPolicy). */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export interface LogsConfig {
  /**
   * What API Gateway's execution log tells of a request.
   * @default 'ERROR'
   */
  readonly level?: 'OFF' | 'ERROR' | 'INFO';
  /**
   * Whether execution logs hold whole requests and responses. They then hold whatever callers send.
   * @default false
   */
  readonly fullData?: boolean;
  /**
   * Days that logs are kept.
   * @default 30
   */
  readonly retentionDays?: (typeof retentions)[number];
  /**
   * Fields of an access log line and the `$context` variables that fill them. `$context.requestId` or
   * `$context.extendedRequestId` must be one, and the key's value can be none.
   * @default - request, caller, latencies, authorizer, integration, WAF and error
   */
  readonly accessFields?: Readonly<Record<string, string>>;
}

export const logsDefaults = {
  level: 'ERROR',
  fullData: false,
  retentionDays: 30,
  accessFields: {
    requestId: '$context.requestId',
    extendedRequestId: '$context.extendedRequestId',
    traceId: '$context.xrayTraceId',
    time: '$context.requestTime',
    timeEpoch: '$context.requestTimeEpoch',
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
    apiKeyId: '$context.identity.apiKeyId',
    principalId: '$context.authorizer.principalId',
    caller: '$context.identity.caller',
    domainName: '$context.domainName',
    stage: '$context.stage',
    protocol: '$context.protocol',
    method: '$context.httpMethod',
    path: '$context.path',
    resourcePath: '$context.resourcePath',
    status: '$context.status',
    responseLength: '$context.responseLength',
    responseLatency: '$context.responseLatency',
    authorizerStatus: '$context.authorizer.status',
    authorizerLatency: '$context.authorizer.latency',
    integrationStatus: '$context.integration.status',
    integrationLatency: '$context.integration.latency',
    integrationRequestId: '$context.integration.requestId',
    integrationError: '$context.integration.error',
    wafStatus: '$context.waf.status',
    errorMessage: '$context.error.message',
    errorType: '$context.error.responseType',
    validationError: '$context.error.validationErrorString',
  },
} as const satisfies LogsConfig;

const fieldName = text(/^[A-Za-z][A-Za-z0-9_]*$/, 'letters, digits and underscores', 'rename the field');
/** `identity.apiKey` is the key itself; `identity.apiKeyId` is its name for the operator. */
const fieldValue = text(
  /^\$context(?!\.identity\.apiKey(\.|$))(\.[A-Za-z][A-Za-z0-9_-]*)+$/,
  'a $context variable, but not $context.identity.apiKey, which is the key itself',
  'write $context.identity.apiKeyId or another variable',
);

const tellsRequest: Rule<Readonly<Record<string, string>>> = (format, path, report) => {
  const ids = ['$context.requestId', '$context.extendedRequestId'];
  if (Object.values(format).some(value => ids.includes(value))) return;
  const allowed = `at least one field with ${ids.join(' or ')}, which API Gateway demands`;
  refuse(
    report,
    path,
    'does not name the request',
    Object.keys(format),
    allowed,
    "add requestId: '$context.requestId'",
  );
};

export const logsCheck = fields<LogsConfig>({
  level: oneOf(['OFF', 'ERROR', 'INFO']),
  fullData: flag,
  retentionDays: oneOf(retentions),
  accessFields: entries(fieldName, fieldValue, tellsRequest),
});
