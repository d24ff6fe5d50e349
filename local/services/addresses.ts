/** Where the services of a run are found: by the run itself, and by its functions. */
import { localCredentials } from './objects/presigned';
import type { ServiceEndpoints } from './provision';

/** In place of services that the templates do not need: addresses at which nothing answers. */
export const unservedEndpoints: ServiceEndpoints = {
  dynamodb: 'http://127.0.0.1:9',
  queues: 'http://127.0.0.1:9',
  topics: 'http://127.0.0.1:9',
  objects: 'http://127.0.0.1:9',
};

/** Where functions find the services of AWS that run locally. */
export function serviceVariables(endpoints: ServiceEndpoints): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.queues,
    AWS_ENDPOINT_URL_SNS: endpoints.topics,
    AWS_ENDPOINT_URL_S3: endpoints.objects,
  };
}

/** By the name of the service, as direct integrations of methods write it. */
export function integrationEndpoints({ queues, topics, dynamodb }: ServiceEndpoints): Record<string, string> {
  return { sqs: queues, sns: topics, dynamodb };
}
