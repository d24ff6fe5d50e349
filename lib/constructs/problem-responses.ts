/**
 * API Gateway's own errors in the shape of the API's errors. Templates of gateway responses replace variables only, and
 * `$context.error.messageString` comes as a quoted JSON string (API Gateway developer guide, "Gateway responses").
 */
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  type GatewayProblem,
  gatewayProblems,
  type ProblemKind,
  problemContentType,
  problems,
} from '../../contract/problem';

/** Types that API Gateway answers with when none of the named ones fits. */
const families = {
  DEFAULT_4XX: { status: 400, title: 'Bad Request' },
  DEFAULT_5XX: { status: 500, title: 'Internal Server Error' },
} as const satisfies Record<string, ProblemKind>;

/**
 * Answers every type of gateway response as a problem. The status is set, although most have it by default, because the
 * body repeats it and API Gateway varies it within one type.
 */
export function answerProblems(api: RestApi, headers: Readonly<Record<string, string>> = {}): void {
  for (const [type, problem] of Object.entries({ ...gatewayProblems, ...families })) {
    api.addGatewayResponse(type, {
      type: ResponseType.of(type),
      statusCode: String(problem.status),
      responseHeaders: { ...headers, ...ownHeaders(type), 'Content-Type': `'${problemContentType}'` },
      templates: { 'application/json': problemTemplate(type, problem) },
    });
  }
}

/** What another service answers in API Gateway's place; it knows no request id. */
export function fixedProblem(type: GatewayProblem): string {
  const { title } = gatewayProblems[type];
  return JSON.stringify({ ...fixedPart(type, gatewayProblems[type]), detail: title, message: title });
}

function fixedPart(type: string, { status, title }: ProblemKind) {
  return { type: 'about:blank', title, status, code: type.toLowerCase() };
}

/** For some errors of its own API Gateway has no message, and would write null. */
function problemTemplate(type: string, problem: ProblemKind): string {
  const { status } = problem;
  const fixed = JSON.stringify(fixedPart(type, problem));
  const message =
    status === 500 ? JSON.stringify(problems.internal_error.message) : '$context.error.messageString';
  return `${fixed.slice(0, -1)},"detail":${message},"message":${message},"requestId":"$context.requestId"}`;
}

/**
 * What the validator found. `$context.error.validationErrorString` is not escaped and quotes field names, so it would
 * break a JSON body.
 */
function ownHeaders(type: string): Record<string, string> {
  return type.startsWith('BAD_REQUEST_')
    ? { 'X-Validation-Error': 'context.error.validationErrorString' }
    : {};
}
