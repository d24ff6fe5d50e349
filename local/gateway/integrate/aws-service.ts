/**
 * AWS with a service other than Lambda, called at the embedded one: DynamoDB by action, SQS SendMessage by queue path
 * or action. API Gateway asks SQS's query protocol for JSON, which is what templates of such methods read.
 * (API Gateway developer guide, "Integration URI": `arn:aws:apigateway:region:service:path|action/…`.)
 */
import type { Call } from '../call';
import { isRefusal } from '../exchange';
import { integrationFailure } from '../gateway-response/refusals';
import { forbiddenMapping } from './forbidden-mappings';
import { type BackendResponse, callBackend } from './http-backend';
import type {
  Integration,
  IntegrationPlace,
  IntegrationPorts,
  IntegrationRefusal,
  Unservable,
} from './integration';
import { logIntegration } from './integration-log';
import { compileIntegrationResponses } from './integration-response';
import { compileRequestParameters, fillPath, type MappedParameters } from './request-parameters';
import { compileRequestTemplates, evaluate } from './request-template';
import { asQueryAnswer, readQueryCall } from './sqs-query';
import { noOverrides } from './template-context';

/** One call in the services' JSON protocol. */
interface ServiceCall {
  readonly target: string;
  readonly body: string;
  /** Turns the JSON answer into what the caller's protocol would have answered. */
  readonly translate?: (response: BackendResponse) => BackendResponse;
}

type Prepare = (parts: {
  body: Buffer;
  parameters: MappedParameters;
  endpoint: string;
  path: string;
}) => ServiceCall | IntegrationRefusal;

export function compileAwsService(
  uri: string,
  { api, method }: IntegrationPlace,
  ports: IntegrationPorts,
): Integration | Unservable {
  const integration = method.integration!;
  const [, service = '', kind = '', detail = ''] =
    /^arn:[^:]+:apigateway:[^:]*:([^:]+):(path|action)\/(.*)$/.exec(uri) ?? [];
  const prepare =
    service === 'dynamodb' && kind === 'action'
      ? dynamodb(detail)
      : service === 'sqs'
        ? sqs(kind, detail)
        : undefined;
  const endpoint = ports.serviceEndpoints[service];
  if (!prepare || endpoint === undefined) {
    return { unservable: `A local run serves DynamoDB actions and SQS SendMessage directly, not ${uri}.` };
  }
  const forbidden = forbiddenMapping(integration, 'AWS');
  const template = compileRequestTemplates(integration);
  const parametersOf = compileRequestParameters(integration);
  const respond = compileIntegrationResponses(integration, api.binaryMediaTypes);
  return async call => {
    if (forbidden) return integrationFailure(forbidden);
    const overrides = noOverrides();
    const body = template(call, overrides);
    if (isRefusal(body)) return body;
    const parameters = evaluate(() => parametersOf(call, overrides));
    if (isRefusal(parameters)) return parameters;
    const prepared = prepare({ body, parameters, endpoint, path: fillPath(detail, parameters.path) });
    if (isRefusal(prepared)) return prepared;
    const log = logIntegration(call, ports.clock, { uri, body: prepared.body });
    const answer = await callBackend(
      {
        method: 'POST',
        origin: new URL(endpoint),
        host: new URL(endpoint).host,
        path: '/',
        headers: headersOf(prepared, call, ports),
        body: Buffer.from(prepared.body),
      },
      integration.timeoutMilliseconds,
    );
    if (isRefusal(answer)) return { ...answer, logged: log({ error: answer.reason }) };
    const translated = prepared.translate?.(answer) ?? answer;
    return respond(
      call,
      {
        selector: String(translated.status),
        headers: translated.headers,
        body: translated.body,
        traced: true,
        logged: log(translated),
      },
      overrides,
    );
  };
}

function dynamodb(action: string): Prepare {
  return ({ body }) => ({ target: `DynamoDB_20120810.${action}`, body: body.toString('utf8') });
}

/** A JSON-protocol call (X-Amz-Target is mapped) is passed on; a form is read as the query protocol. */
function sqs(kind: string, detail: string): Prepare | undefined {
  if (kind === 'action' && detail !== 'SendMessage') return undefined;
  return ({ body, parameters, endpoint, path }) => {
    const target = parameters.headers.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
    if (target !== undefined) return { target, body: body.toString('utf8') };
    const queueUrl = kind === 'path' ? new URL(`/${path}`, endpoint).href : undefined;
    const query = readQueryCall(body.toString('utf8'), parameters.query, {
      Action: kind === 'action' ? detail : undefined,
      QueueUrl: queueUrl,
    });
    if (query.action !== 'SendMessage') {
      return integrationFailure(
        `Not served locally: SQS ${query.action || 'without an action'}; SendMessage is.`,
      );
    }
    return {
      target: `AmazonSQS.${query.action}`,
      body: JSON.stringify(query.input),
      translate: response => ({ ...response, body: asQueryAnswer(query.action, response) }),
    };
  };
}

function headersOf({ target }: ServiceCall, call: Call, { accessKeyId, region }: IntegrationPorts) {
  const day = new Date(call.request.receivedAt).toISOString().slice(0, 10).replaceAll('-', '');
  return [
    ['Content-Type', 'application/x-amz-json-1.0'],
    ['X-Amz-Target', target],
    ['X-Amzn-Trace-Id', call.traceHeader],
    // The embedded services ask for a signature's form, not for its truth.
    [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${day}/${region}/service/aws4_request, SignedHeaders=host, Signature=local`,
    ],
    ['X-Amz-Date', `${day}T000000Z`],
  ] as const;
}
