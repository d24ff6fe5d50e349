/**
 * Lets pages of other origins call the API. A preflight is answered without a function; of several origins it names the
 * one that asked, which a template must choose (Fetch standard, "CORS protocol": one origin or `*`).
 */
import type { IResource } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { environment } from '../../contract/environment';
import { exposedHeaders } from '../../contract/routes';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import { type MethodAnswer, mockAnswer } from './mock-answer';

type Cors = NonNullable<Stage['cors']>;

/** Answers preflights of the routes that a resource has by now. */
export function answerPreflight(resource: IResource, methods: readonly string[], cors: Cors): void {
  const { integration, methodResponses } = mockAnswer({
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(','),
      'Access-Control-Allow-Headers': cors.headers.join(','),
      'Access-Control-Max-Age': String(cors.maxAgeSeconds),
      ...originHeaders(cors),
    },
    template: originTemplate(cors.origins),
  });
  const preflight = resource.addMethod('OPTIONS', integration, { apiKeyRequired: false, methodResponses });
  acknowledge(
    preflight,
    'Browsers send preflights without credentials (Fetch standard, "CORS-preflight fetch").',
    'AwsSolutions-APIG4',
    'AwsSolutions-COG4',
  );
}

/** What API Gateway answers to a route by itself, for the pages that may call it. */
export function fixedAnswer(body: object, cors: Cors | undefined): MethodAnswer {
  return mockAnswer({
    status: 200,
    ...(cors && { headers: originHeaders(cors) }),
    template: originTemplate(cors?.origins ?? []) + JSON.stringify(body),
  });
}

/** The first origin stands until the template puts another in its place. */
function originHeaders({ origins, credentials }: Cors): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': origins[0]!,
    ...(origins.includes('*') ? {} : { Vary: 'Origin' }),
    ...(credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
}

function originTemplate([first, ...others]: readonly string[]): string {
  if (first === undefined || others.length === 0) return '';
  const known = others.map(origin => `$origin == "${origin}"`).join(' || ');
  return (
    '#set($origin = $input.params().header.get("Origin"))' +
    '#if(!$origin)#set($origin = $input.params().header.get("origin"))#end' +
    `#if(${known})#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end`
  );
}

/**
 * Headers with which pages may read API Gateway's own errors. They can only be fixed or copied from the request, so with
 * several origins the asking one is copied: an error tells nothing that its caller does not know.
 */
export function errorHeaders(cors: Cors | undefined): Record<string, string> {
  if (!cors) return {};
  const [origin, ...others] = cors.origins;
  return {
    'Access-Control-Allow-Origin': others.length === 0 ? `'${origin}'` : 'method.request.header.Origin',
    'Access-Control-Expose-Headers': `'${exposedHeaders.join(',')}'`,
    ...(origin === '*' ? {} : { Vary: "'Origin'" }),
    ...(cors.credentials && others.length === 0 && { 'Access-Control-Allow-Credentials': "'true'" }),
  };
}

/** Tells a function which origins its own answers are for. */
export function connectOrigins(fn: LambdaFunction, cors: Cors | undefined): void {
  if (!cors) return;
  fn.addEnvironment(environment.corsOrigins, JSON.stringify(cors.origins));
  fn.addEnvironment(environment.corsCredentials, String(cors.credentials));
}
