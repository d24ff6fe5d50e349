import {
  ContentHandling,
  type Integration,
  type MethodResponse,
  MockIntegration,
  PassthroughBehavior,
} from 'aws-cdk-lib/aws-apigateway';

export interface MockAnswerProps {
  readonly status: 200 | 204;
  /** Mapping template of the body. */
  readonly template: string;
  /** @default - those of API Gateway alone */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What stands behind a method. */
export interface MethodAnswer {
  readonly integration: Integration;
  readonly methodResponses?: MethodResponse[];
}

/**
 * What API Gateway answers by itself. With every media type binary, it reads the request template of a mock only when
 * told that it is text.
 */
export function mockAnswer({ status, template, headers = {} }: MockAnswerProps): MethodAnswer {
  const statusCode = String(status);
  const responseHeaders = Object.entries(headers).map(
    ([name, value]) => [`method.response.header.${name}`, `'${value}'`] as const,
  );
  const declared = responseHeaders.map(([name]) => [name, true] as const);
  return {
    integration: new MockIntegration({
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': JSON.stringify({ statusCode: status }) },
      integrationResponses: [
        {
          statusCode,
          ...(declared.length > 0 && { responseParameters: Object.fromEntries(responseHeaders) }),
          responseTemplates: { 'application/json': template },
        },
      ],
    }),
    methodResponses: [
      { statusCode, ...(declared.length > 0 && { responseParameters: Object.fromEntries(declared) }) },
    ],
  };
}
