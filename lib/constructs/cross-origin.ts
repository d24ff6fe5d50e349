/**
 * Lets pages of other origins call the API. A preflight is answered without a function; of several origins it names the
 * one that asked, which a template must choose (Fetch standard, "CORS protocol": one origin or `*`).
 */
import {
  ContentHandling,
  type IResource,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';

type Cors = NonNullable<Stage['cors']>;

const exposedHeaders =
  'Location,Retry-After,ETag,Idempotency-Replayed,Preference-Applied,Content-Disposition,X-Request-Id,X-Validation-Error';
const header = (name: string) => `method.response.header.${name}`;

/** Answers preflights of the routes that a resource has by now. */
export function answerPreflight(resource: IResource, methods: readonly string[], cors: Cors): void {
  const fixed: Record<string, string> = {
    'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(','),
    'Access-Control-Allow-Headers': cors.headers.join(','),
    'Access-Control-Max-Age': String(cors.maxAgeSeconds),
    'Access-Control-Allow-Origin': cors.origins[0]!,
    ...(cors.origins.includes('*') ? {} : { Vary: 'Origin' }),
    ...(cors.credentials && { 'Access-Control-Allow-Credentials': 'true' }),
  };
  const names = Object.keys(fixed);
  const preflight = resource.addMethod(
    'OPTIONS',
    new MockIntegration({
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{"statusCode":204}' },
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(names.map(name => [header(name), `'${fixed[name]}'`])),
          responseTemplates: { 'application/json': originTemplate(cors.origins) },
        },
      ],
    }),
    {
      apiKeyRequired: false,
      methodResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(names.map(name => [header(name), true])),
        },
      ],
    },
  );
  acknowledge(
    preflight,
    'Browsers send preflights without credentials (Fetch standard, "CORS-preflight fetch").',
    'AwsSolutions-APIG4',
    'AwsSolutions-COG4',
  );
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
    'Access-Control-Expose-Headers': `'${exposedHeaders}'`,
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
