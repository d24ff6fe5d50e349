/**
 * Errors that the HTTP server in front of API Gateway answers itself, before any API is looked at: plain text, no
 * request ids, and nothing that a gateway response could change. (Recorded for the body limit; the texts for headers
 * and request line are those that clients report.)
 */
import type { GatewayResponse } from '../exchange';

export function plainError(status: number, text: string): GatewayResponse {
  return { status, headers: [['Content-Type', 'text; charset=utf-8']], body: Buffer.from(text) };
}

export const contentTooLong = plainError(413, 'HTTP content length exceeded 10485760 bytes.');
export const headerTooLarge = plainError(431, 'HTTP header is larger than 10240 bytes.');
export const lineTooLong = plainError(414, 'An HTTP line is larger than 10240 bytes.');
