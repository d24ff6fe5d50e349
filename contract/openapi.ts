/** The OpenAPI 3.1 document of the API, made from the same tables as the API itself. */
import { examples } from './examples';
import { gatewayProblems, type ProblemKind, problemContentType, problems } from './problem';
import { answerHeaders, type Parameter, type Route, routes } from './routes';
import { schemas } from './schemas';

export interface DescribedJobType {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
}

/** @param url base URL of the API, with its stage */
export function openApiDocument(url: string, jobTypes: readonly DescribedJobType[]): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Jobgate',
      version: '1',
      description:
        'Post a job and get an id; a worker runs it; read, list, cancel, fetch the result, or be called back.',
    },
    servers: [{ url }],
    security: [{ ApiKey: [] }],
    paths: pathsOf(routes),
    components: {
      schemas: { ...withExamples(), ...inputSchemas(jobTypes) },
      securitySchemes: { ApiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
    },
  };
}

function withExamples(): object {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const found = examples.filter(example => example.schema === name).map(example => example.value);
      return [name, found.length > 0 ? { ...schema, examples: found } : schema];
    }),
  );
}

function inputSchemas(jobTypes: readonly DescribedJobType[]): object {
  return Object.fromEntries(
    jobTypes.map(({ name, description, inputSchema }) => [`input.${name}`, { description, ...inputSchema }]),
  );
}

function pathsOf(all: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of all)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  return paths;
}

function operationOf(route: Route): object {
  const pathNames = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const parameters = [
    ...pathNames.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...parametersIn('query', route.query),
    ...parametersIn('header', route.headers),
  ];
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: bodyContent(route) } }),
    responses: { ...successes(route), ...refusals(route) },
  };
}

function parametersIn(
  place: string,
  parameters: Readonly<Record<string, Parameter>> = {},
): readonly object[] {
  return Object.entries(parameters).map(([name, parameter]) => ({ name, in: place, ...parameter }));
}

function bodyContent({ body, takesFile }: Route): object {
  const schema = { $ref: `#/components/schemas/${body}` };
  if (!takesFile) return { 'application/json': { schema } };
  // Fields of a form are text; `input` is JSON as text.
  const file = { type: 'string', contentMediaType: 'application/octet-stream' };
  const properties = { ...Object.fromEntries(fieldsOf(body).map(name => [name, { type: 'string' }])), file };
  return {
    'application/json': { schema },
    'multipart/form-data': { schema: { type: 'object', required: ['name'], properties } },
  };
}

function fieldsOf(name: Route['body']): readonly string[] {
  const schema = name && schemas[name];
  return schema && 'properties' in schema ? Object.keys(schema.properties) : [];
}

function successes(route: Route): object {
  const headers = {
    'X-Request-Id': {
      description: 'To be named when asking about this request.',
      schema: { type: 'string' },
    },
    ...Object.fromEntries(
      (route.answerHeaders ?? []).map(name => [
        name,
        { description: answerHeaders[name], schema: { type: 'string' } },
      ]),
    ),
  };
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [
      status,
      {
        description: successTexts[status] ?? 'Done',
        ...(!route.fixed && { headers }),
        ...(schema === 'any' && { content: { '*/*': { schema: {} } } }),
        ...(schema !== 'any' &&
          schema !== 'none' && {
            content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
          }),
      },
    ]),
  );
}

const successTexts: Readonly<Record<string, string>> = {
  200: 'OK',
  201: 'Created',
  303: 'At the URL of Location',
  304: 'Not changed',
};

/** Every status with which a handler or API Gateway may refuse: both answer with the same shape. */
function refusals({ open, fixed, problems: own = [] }: Route): object {
  const kinds: readonly ProblemKind[] = [
    ...own.map(code => problems[code]),
    ...(fixed ? [] : [problems.internal_error, problems.unavailable, gatewayProblems.INTEGRATION_TIMEOUT]),
    ...(open ? [] : [gatewayProblems.UNAUTHORIZED, problems.unknown_tenant]),
    gatewayProblems.THROTTLED,
    gatewayProblems.BAD_REQUEST_PARAMETERS,
    gatewayProblems.REQUEST_TOO_LARGE,
    gatewayProblems.UNSUPPORTED_MEDIA_TYPE,
  ];
  const content = { [problemContentType]: { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(kinds.map(({ status, title }) => [status, { description: title, content }]));
}
