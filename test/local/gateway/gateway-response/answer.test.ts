import type { Refusal } from '../../../../local/gateway/exchange';
import { compileGatewayResponses } from '../../../../local/gateway/gateway-response/answer';
import {
  accessDenied,
  forbidden,
  integrationFailure,
  integrationTimeout,
  missingAuthenticationToken,
} from '../../../../local/gateway/gateway-response/refusals';
import type { RequestValues } from '../../../../local/gateway/validate/request-values';
import type { GatewayResponseModel } from '../../../../local/template/rest-api-model';

const values = (headers: Record<string, string> = {}): RequestValues => ({
  header: name => headers[name.toLowerCase()],
  headers: name => (headers[name.toLowerCase()] === undefined ? [] : [headers[name.toLowerCase()] ?? '']),
  query: name => (name === 'q' ? 'two words' : undefined),
  queries: () => ['a', 'b'],
  path: name => (name === 'petId' ? '7' : undefined),
});
const about = (headers?: Record<string, string>, httpMethod = 'GET') => ({
  context: { requestId: 'r-1', extendedRequestId: 'e-1=', stage: 'dev', 'authorizer.claims.sub': 'me' },
  stageVariables: { a: 'one' },
  values: values(headers),
  httpMethod,
});
const model = (responseType: string, rest: Partial<GatewayResponseModel> = {}): GatewayResponseModel => ({
  responseType,
  responseParameters: {},
  responseTemplates: {},
  ...rest,
});
const unknownRoute = missingAuthenticationToken('no such route');

describe('without settings', () => {
  const responses = compileGatewayResponses([]);

  test('the default answer has exactly these headers', () => {
    const answer = responses.answer(unknownRoute, about());
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toBe('{"message":"Missing Authentication Token"}');
    expect(answer.headers).toEqual([
      ['Content-Type', 'application/json'],
      ['x-amzn-RequestId', 'r-1'],
      ['x-amzn-ErrorType', 'MissingAuthenticationTokenException'],
      ['x-amz-apigw-id', 'e-1='],
    ]);
  });

  test.each<[Refusal, number, string]>([
    [forbidden('x'), 403, '{"message":"Forbidden"}'],
    [integrationFailure('x', 502), 502, '{"message": "Internal server error"}'],
    [integrationFailure('x'), 500, '{"message": "Internal server error"}'],
    [integrationTimeout('x'), 504, '{"message": "Endpoint request timed out"}'],
    [accessDenied('No.', 'x'), 403, '{"Message":"No."}'],
    [
      { refusal: 'AUTHORIZER_CONFIGURATION_ERROR', message: null, errorType: 'E', reason: 'x' },
      500,
      '{"message":null}',
    ],
  ])('%j answers %i %s', (refusal, status, body) => {
    const answer = responses.answer(refusal, about());
    expect([answer.status, answer.body.toString()]).toEqual([status, body]);
  });

  test('a HEAD request gets no body', () => {
    expect(responses.answer(unknownRoute, about({}, 'HEAD')).body).toHaveLength(0);
  });

  test('the trace id is sent only where it is given', () => {
    const answer = responses.answer(integrationTimeout('x'), { ...about(), traceHeader: 'Root=1' });
    expect(answer.headers).toContainEqual(['X-Amzn-Trace-Id', 'Root=1']);
  });
});

describe('the families', () => {
  test('lend their headers and templates to types without settings, which keep their own status', () => {
    const answer = compileGatewayResponses([
      model('DEFAULT_4XX', {
        responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
        responseTemplates: { 'application/json': '{"m":$context.error.messageString}' },
      }),
    ]).answer(unknownRoute, about());
    expect(answer.status).toBe(403);
    expect(answer.headers).toContainEqual(['Access-Control-Allow-Origin', '*']);
    expect(answer.body.toString()).toBe('{"m":"Missing Authentication Token"}');
  });

  test('lend their status when they have one, to 5xx types only from DEFAULT_5XX', () => {
    const responses = compileGatewayResponses([model('DEFAULT_5XX', { statusCode: '599' })]);
    expect(responses.answer(integrationTimeout('x'), about()).status).toBe(599);
    expect(responses.answer(unknownRoute, about()).status).toBe(403);
  });

  test('lend no header to a type with settings of its own', () => {
    const answer = compileGatewayResponses([
      model('DEFAULT_4XX', { responseParameters: { 'gatewayresponse.header.x-family': "'f'" } }),
      model('MISSING_AUTHENTICATION_TOKEN', { statusCode: '404' }),
    ]).answer(unknownRoute, about());
    expect(answer.status).toBe(404);
    expect(answer.headers.map(([name]) => name)).not.toContain('x-family');
  });
});

test('settings without templates have the default one, in which a message may begin with a space', () => {
  const cors = { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } };
  const responses = compileGatewayResponses([model('DEFAULT_4XX', cors), model('INTEGRATION_FAILURE', cors)]);
  expect(responses.answer(accessDenied('No.', 'x'), about()).body.toString()).toBe('{"message":"No."}');
  expect(responses.answer(integrationFailure('x'), about()).body.toString()).toBe(
    '{"message": "Internal server error"}',
  );
});

describe('templates', () => {
  const answerWith = (text: string, headers?: Record<string, string>) =>
    compileGatewayResponses([
      model('MISSING_AUTHENTICATION_TOKEN', { responseTemplates: { 'application/json': text } }),
    ])
      .answer(unknownRoute, about(headers))
      .body.toString();

  test('replace variables', () => {
    expect(
      answerWith(
        '{"t":"$context.error.responseType","s":"$context.stage","v":"$stageVariables.a","p":"$method.request.path.petId","c":"$context.authorizer.claims.sub"}',
      ),
    ).toBe('{"t":"MISSING_AUTHENTICATION_TOKEN","s":"dev","v":"one","p":"7","c":"me"}');
  });

  test('leave everything else as written: they are not VTL', () => {
    const text = "#if(true)$input.body#end '404' $util.escape($1) $ $$";
    expect(answerWith(text)).toBe(text);
  });

  test('leave out variables without a value', () => {
    expect(answerWith('[$context.nothing|$stageVariables.b|$method.request.header.x]')).toBe('[||]');
  });

  test('never reach inherited properties', () => {
    expect(answerWith('[$context.constructor|$stageVariables.toString]')).toBe('[|]');
  });

  test('are chosen by Accept, then JSON, then the first; the key is the content type', () => {
    const responses = compileGatewayResponses([
      model('MISSING_AUTHENTICATION_TOKEN', {
        responseTemplates: { 'text/html': '<p>', 'application/json': '{}', 'application/xml': '<x/>' },
      }),
    ]);
    const typed = (accept?: string) =>
      responses.answer(unknownRoute, about(accept === undefined ? {} : { accept })).headers[0]?.[1];
    expect(typed('application/xml;q=0.9, text/html')).toBe('application/xml');
    expect(typed('image/png')).toBe('application/json');
    expect(typed()).toBe('application/json');
  });
});

test('parameters take quoted text, request values, context and stage variables', () => {
  const answer = compileGatewayResponses([
    model('DEFAULT_4XX', {
      responseParameters: {
        'gatewayresponse.header.x-text': "'a, b'",
        'gatewayresponse.header.x-header': 'method.request.header.Accept',
        'gatewayresponse.header.x-query': 'method.request.querystring.q',
        'gatewayresponse.header.x-path': 'method.request.path.petId',
        'gatewayresponse.header.x-many': 'method.request.multivaluequerystring.q',
        'gatewayresponse.header.x-id': 'context.requestId',
        'gatewayresponse.header.x-stage': 'stageVariables.a',
        'gatewayresponse.header.x-missing': 'method.request.header.none',
        'gatewayresponse.header.content-type': "'text/plain'",
      },
    }),
  ]).answer(unknownRoute, about({ accept: 'text/x\r\nset-cookie: a' }));
  expect(Object.fromEntries(answer.headers)).toEqual({
    'x-amzn-RequestId': 'r-1',
    'x-amzn-ErrorType': 'MissingAuthenticationTokenException',
    'x-amz-apigw-id': 'e-1=',
    'x-text': 'a, b',
    'x-header': 'text/x set-cookie: a',
    'x-query': 'two words',
    'x-path': '7',
    'x-many': 'a,b',
    'x-id': 'r-1',
    'x-stage': 'one',
    'content-type': 'text/plain',
  });
});
