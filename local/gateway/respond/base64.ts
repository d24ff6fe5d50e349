/** Base64 that API Gateway would decode: the standard alphabet, padded, with nothing between. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
