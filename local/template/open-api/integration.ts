/** The extension that holds an operation's integration, as a template's method has it. */
import { isRecord, type Properties, record, text } from '../values';

export function readIntegration(value: unknown, httpMethod: string): Properties | undefined {
  if (!isRecord(value)) return undefined;
  const type = text(value['type'])?.toUpperCase();
  return {
    Type: type,
    IntegrationHttpMethod:
      text(value['httpMethod'])?.toUpperCase() ?? (type === 'AWS_PROXY' ? 'POST' : httpMethod),
    Uri: value['uri'],
    Credentials: value['credentials'],
    ConnectionType: value['connectionType'],
    ConnectionId: value['connectionId'],
    PassthroughBehavior: text(value['passthroughBehavior'])?.toUpperCase(),
    ContentHandling: text(value['contentHandling'])?.toUpperCase(),
    RequestTemplates: value['requestTemplates'],
    RequestParameters: value['requestParameters'],
    TimeoutInMillis: value['timeoutInMillis'],
    IntegrationResponses: Object.entries(record(value['responses'])).map(([pattern, response]) => {
      const { statusCode, contentHandling, responseTemplates, responseParameters } = record(response);
      return {
        StatusCode: statusCode,
        SelectionPattern: pattern === 'default' ? undefined : pattern,
        ContentHandling: text(contentHandling)?.toUpperCase(),
        ResponseTemplates: responseTemplates,
        ResponseParameters: responseParameters,
      };
    }),
  };
}
