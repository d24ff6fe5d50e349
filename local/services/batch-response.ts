/**
 * Reads a function's partial batch response (Lambda developer guide, "Reporting batch item failures"): nothing, null
 * or an empty list is success of all; a malformed list or an id that is not in the batch is failure of all.
 */
export function failedMessageIds(
  payload: string,
  batch: readonly { readonly MessageId: string }[],
): Set<string> {
  const all = new Set(batch.map(({ MessageId }) => MessageId));
  const response: unknown = JSON.parse(payload);
  if (response === null) return new Set();
  if (typeof response !== 'object') return all;
  const failures: unknown = 'batchItemFailures' in response ? response.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure: unknown): unknown =>
    typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
      ? failure.itemIdentifier
      : undefined,
  );
  return ids.every((id): id is string => typeof id === 'string' && all.has(id)) ? new Set(ids) : all;
}
