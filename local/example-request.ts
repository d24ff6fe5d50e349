/**
 * A request to copy that works. An API with POST /jobs is taken for a job API and gets a job; otherwise it is the API's
 * first method without parameters.
 */
import { enabledKey } from './key-access';
import type { LocalRun } from './start';
import type { MethodModel, RestApiModel } from './template/rest-api-model';

type Example = Pick<LocalRun, 'model' | 'apis' | 'keys' | 'credentials' | 'tokens'>;

export function exampleRequest(run: Example): string | undefined {
  const [api] = run.model.apis;
  const [served] = run.apis;
  if (!api || !served) return undefined;
  const submit = api.methods.find(({ path, httpMethod }) => path === '/jobs' && httpMethod === 'POST');
  const method =
    submit ??
    api.methods.find(({ path, httpMethod }) => ['GET', 'ANY'].includes(httpMethod) && !path.includes('{'));
  const { url, host } = addressOf(api, served.url, run);
  const options = [
    ...(host === undefined ? [] : [`-H 'Host: ${host}'`]),
    ...(method ? credentialsFor(method, api, run) : []),
    ...(submit ? [`-H 'content-type: application/json' -d '{"name":"new_job_xyz"}'`] : []),
  ];
  const query = method ? identity(method, api, run.tokens).parameters : [];
  return ['curl', ...options, withQuery(`${url}${method?.path ?? '/'}`, query)].join(' ');
}

/** An API whose own endpoint is disabled answers under its custom domain only, which comes as the Host header. */
function addressOf(
  { id, executeApiEndpointDisabled }: RestApiModel,
  url: string,
  { model }: Example,
): { readonly url: string; readonly host?: string } {
  const domain = model.domains.find(({ mappings }) => mappings.some(({ apiId }) => apiId === id));
  const mapping = domain?.mappings.find(({ apiId }) => apiId === id);
  if (!executeApiEndpointDisabled || !domain || !mapping) return { url };
  const { origin, pathname } = new URL(url);
  const base = mapping.basePath === '' ? '' : `/${mapping.basePath}`;
  const stage = mapping.stage === undefined ? pathname : '';
  return { url: origin + base + stage, host: domain.name.replace('*', 'www') };
}

function credentialsFor(
  method: MethodModel,
  api: RestApiModel,
  { keys, model, credentials, tokens }: Example,
): string[] {
  const key = enabledKey(keys)?.value;
  const { accessKeyId, secretAccessKey } = credentials;
  const token = method.authorizationScopes.length > 0 ? 'accessToken' : 'idToken';
  return [
    ...(method.apiKeyRequired && key !== undefined ? [`-H 'x-api-key: ${key}'`] : []),
    ...(method.authorizationType === 'AWS_IAM'
      ? [`--aws-sigv4 aws:amz:${model.region}:execute-api --user ${accessKeyId}:${secretAccessKey}`]
      : []),
    ...(method.authorizationType === 'COGNITO_USER_POOLS'
      ? [`-H "Authorization: ${issued(`tokens[0].${token}`)}"`]
      : []),
    ...identity(method, api, tokens).headers.map(([name, value]) => `-H "${name}: ${value}"`),
  ];
}

interface Identity {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

function withQuery(address: string, parameters: Identity['parameters']): string {
  const query = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  return query === '' ? address : `"${address}?${query}"`;
}

/** Where a Lambda authorizer looks, and the token that a run has for it; otherwise only its issuer can give one. */
function identity(method: MethodModel, api: RestApiModel, tokens: Example['tokens']): Identity {
  const authorizer = api.authorizers.find(({ id }) => id === method.authorizerId);
  if (method.authorizationType !== 'CUSTOM' || !authorizer) return { headers: [], parameters: [] };
  const { uri = '', identitySource = '', identityValidationExpression: expression } = authorizer;
  const own = tokens.findIndex(token => 'functionArn' in token && uri.includes(token.functionArn));
  const token = own < 0 ? '$TOKEN' : issued(`tokens[${own}].token`);
  // A token alone must be all that the authorizer's expression knows before it goes without its scheme.
  const bare = own < 0 || (expression !== undefined && !new RegExp(expression).test('Bearer a.b.c'));
  const at = (place: string) =>
    [...identitySource.matchAll(new RegExp(`method\\.request\\.${place}\\.([\\w-]+)`, 'g'))].flatMap(
      ([, name]) => name ?? [],
    );
  return {
    headers: at('header').map(name => [name, bare ? token : `Bearer ${token}`]),
    parameters: at('querystring').map(name => [name, token]),
  };
}

function issued(path: string): string {
  return `$(node -p 'require("./.local/ready.json").${path}')`;
}
