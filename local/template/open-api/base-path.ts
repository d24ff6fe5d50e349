/**
 * What an import makes of a document's base path: it is ignored, stands before each path, or does so without its first
 * part, which the caller maps to the API. (API Gateway developer guide, "Set the OpenAPI basePath property".)
 */
import { list, type Properties, record, text } from '../values';

/** Of Swagger its `basePath`; of OpenAPI 3 the variable of that name or the path of the first server's URL. */
export function basePath(document: Properties, mode: string): string {
  if (mode !== 'prepend' && mode !== 'split') return '';
  const ofServers = list(document['servers']).flatMap(server => {
    const { url, variables } = record(server);
    const variable = text(record(record(variables)['basePath'])['default']);
    return variable ?? text(url)?.replace(/^[a-z]+:\/\/[^/]*/i, '') ?? [];
  });
  const path = `/${text(document['basePath']) ?? ofServers[0] ?? ''}`.replace(/\/{2,}/g, '/');
  return (mode === 'prepend' ? path : path.replace(/^\/[^/]*/, '')).replace(/\/$/, '');
}
