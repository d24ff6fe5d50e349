/** The same function behind every server that runs one. */
export const HANDLER = `exports.handler = async event => ({ statusCode: 200, body: JSON.stringify({ path: event.path }) });`;
