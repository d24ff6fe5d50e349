/** A request to copy that works: a job where the API takes jobs, else the API's first method without parameters. */
import type { LocalRun } from './start';
import type { MethodModel, RestApiModel } from './template/rest-api-model';

type Example = Pick<LocalRun, 'model' | 'apis' | 'keys' | 'credentials'>;

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
  return ['curl', ...options, `${url}${method?.path ?? '/'}`].join(' ');
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
  { keys, model, credentials }: Example,
): string[] {
  const key = keys.find(({ plan, disabled }) => plan !== '' && !disabled)?.value;
  const { accessKeyId, secretAccessKey } = credentials;
  const token = method.authorizationScopes.length > 0 ? 'accessToken' : 'idToken';
  return [
    ...(method.apiKeyRequired && key !== undefined ? [`-H 'x-api-key: ${key}'`] : []),
    ...(method.authorizationType === 'AWS_IAM'
      ? [`--aws-sigv4 aws:amz:${model.region}:execute-api --user ${accessKeyId}:${secretAccessKey}`]
      : []),
    ...(method.authorizationType === 'COGNITO_USER_POOLS'
      ? [`-H "Authorization: $(node -p 'require("./.local/ready.json").tokens[0].${token}')"`]
      : []),
    ...identityHeaders(method, api).map(name => `-H "${name}: $TOKEN"`),
  ];
}

/** Where a Lambda authorizer looks for what only its issuer can give. */
function identityHeaders({ authorizationType, authorizerId }: MethodModel, api: RestApiModel): string[] {
  if (authorizationType !== 'CUSTOM') return [];
  const { identitySource = '' } = api.authorizers.find(({ id }) => id === authorizerId) ?? {};
  return [...identitySource.matchAll(/method\.request\.header\.([\w-]+)/g)].flatMap(([, name]) => name ?? []);
}
