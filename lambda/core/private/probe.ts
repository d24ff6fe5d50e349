/** Sends one request and reads its whole answer. */
export type Call = (url: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProbeSettings {
  /** Base URL with the stage, without a trailing slash. */
  readonly url: string;
  /** Sent as x-apigw-api-id, by which the endpoint's own host tells APIs apart. */
  readonly apiId?: string;
  readonly paths: readonly string[];
}

export type Finding =
  | {
      readonly path: string;
      /** Whether the back end answered; a 4xx of its own is an answer too. */
      readonly reached: boolean;
      readonly status: number;
      readonly milliseconds: number;
      /** What a refusal or failure on the way usually comes from. */
      readonly hint?: string;
      readonly body: string;
    }
  | { readonly path: string; readonly reached: false; readonly error: string; readonly hint: string };

export interface ProbeReport {
  readonly url: string;
  /** Whether every path was reached. */
  readonly reached: boolean;
  readonly findings: readonly Finding[];
}

const EXCERPT = 500;

/** Calls every path and reports what came of each; a path that cannot be reached is a finding, not a failure. */
export async function probe(settings: ProbeSettings, call: Call, now: () => number): Promise<ProbeReport> {
  const headers: Readonly<Record<string, string>> =
    settings.apiId === undefined ? {} : { 'x-apigw-api-id': settings.apiId };
  const findings = await Promise.all(
    settings.paths.map(async (path): Promise<Finding> => {
      const started = now();
      try {
        const { status, headers: received, body } = await call(`${settings.url}${path}`, headers);
        const hint = hintFor(status, body, received['x-amzn-errortype']);
        const milliseconds = now() - started;
        const reached = hint === undefined;
        return { path, reached, status, milliseconds, ...(hint && { hint }), body: body.slice(0, EXCERPT) };
      } catch (error) {
        return { path, reached: false, error: reasonOf(error), hint: noConnection };
      }
    }),
  );
  return { url: settings.url, reached: findings.every(({ reached }) => reached), findings };
}

const noConnection =
  'No answer: check that the host resolves to the endpoint (private DNS, or the endpoint’s own host) and that the security groups let this function in.';

/** API Gateway marks what it answers itself with x-amzn-errortype; the rest comes from the back end. */
function hintFor(status: number, body: string, errorType: string | undefined): string | undefined {
  if (errorType === undefined) return undefined;
  if (status === 403 && /not authorized to perform: execute-api:Invoke/.test(body)) {
    return 'The resource policy of the API or the policy of the endpoint refuses: name this endpoint in api.callers and deploy the API again.';
  }
  if (status === 403 && errorType.startsWith('MissingAuthenticationToken')) {
    return 'The API has no such path; paths begin with a prefix of a back end.';
  }
  if (status === 403) {
    return 'Refused before any policy: the host names another API or none, x-apigw-api-id is missing, or the path needs an API key.';
  }
  if (status === 504)
    return 'The back end did not answer in time, or its load balancer has no healthy target.';
  if (status >= 500)
    return 'The way to the back end is broken: VPC link, load balancer, or acceptance of the endpoint.';
  return undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
