/** Without halves of surrogate pairs, which have no encoding. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/**
 * A file's name for download (RFC 6266): in ASCII for old clients, and in full as RFC 8187 encodes it. What could end
 * the quotes or the header is replaced.
 */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\/%]/g, '_');
  if (plain === fileName) return `attachment; filename="${plain}"`;
  const full = encodeURIComponent(wellFormed(fileName)).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
