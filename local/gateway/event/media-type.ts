/**
 * Whether a media type is one of the API's binary ones. Parameters do not count; the asterisk is known only as the
 * whole of the list entry, so that "image/*" matches nothing but itself.
 * (API Gateway developer guide, "Working with binary media types"; recorded behaviour.)
 */
export function isBinaryType(mediaType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.length === 0) return false;
  if (binaryMediaTypes.includes('*/*')) return true;
  const type = bareType(mediaType);
  return type !== '' && binaryMediaTypes.some(binary => binary.toLowerCase() === type);
}

/** The first type of an Accept header is the only one that API Gateway looks at. */
export function firstAccepted(accept: string | undefined): string | undefined {
  return accept?.split(',', 1)[0];
}

/** Lower case, without parameters. */
export function bareType(mediaType: string | undefined): string {
  return (mediaType ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
