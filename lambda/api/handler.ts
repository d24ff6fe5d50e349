import type { APIGatewayProxyEvent } from 'aws-lambda';
import { lambdaHandler } from '../aws/invocation';
import { announcements, route } from './service';

export const handler = lambdaHandler(announcements, (event: APIGatewayProxyEvent, { log }) =>
  route(event, log),
);
