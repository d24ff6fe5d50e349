/** Limits of requests to which the description of the API and the code behind it both hold callers. */

/** S3 keeps 2 kB of metadata, and a character can take nine of them. */
export const longestFileName = 200;
/** What a file is, without parameters. */
export const mediaType = { pattern: '^[\\w.+-]+/[\\w.+-]+$', maxLength: 127 } as const;
export const longestIdempotencyKey = 255;
