/** The variables of mapping templates, and what a template may override. */
import type { Call } from '../call';
import { lastValues } from '../event/request-values';
import { inputVariable } from '../template/input';
import { overrideMap } from '../template/java-methods';
import { util } from '../template/util';

/** Overrides that a request or response template set; one object goes through both. */
export interface Overrides {
  readonly requestOverride: {
    readonly header: Record<string, unknown>;
    readonly path: Record<string, unknown>;
    readonly querystring: Record<string, unknown>;
  };
  readonly responseOverride: { readonly header: Record<string, unknown>; status?: unknown };
}

export function noOverrides(): Overrides {
  return {
    requestOverride: { header: overrideMap(), path: overrideMap(), querystring: overrideMap() },
    responseOverride: { header: overrideMap() },
  };
}

export function templateVariables(call: Call, body: string, overrides: Overrides): Record<string, unknown> {
  return {
    input: inputVariable(body, () => ({
      path: call.route.pathParameters ?? {},
      querystring: lastValues(call.query),
      header: lastValues(call.headers),
      find: name => call.values.path(name) ?? call.values.query(name) ?? call.values.header(name),
    })),
    util,
    context: { ...call.requestContext, ...overrides },
    stageVariables: { ...call.route.stage.variables },
  };
}
