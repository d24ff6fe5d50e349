/** Answers that take longer are given up and asked for again: a request waits 29 seconds in all. */
export const patience = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };
