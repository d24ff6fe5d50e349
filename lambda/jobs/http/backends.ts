import type { BackendAddress } from '../../../contract/backend-address';
import { environment } from '../../../contract/environment';
import { fieldsOf } from '../../core/fields-of';

/**
 * Back ends by name, from the environment of the function.
 * @throws an Error that names the variable when it is something else
 */
export function readBackends(json: string | undefined): ReadonlyMap<string, BackendAddress> {
  const backends = Object.entries(parsed(json || '{}')).map(([name, value]): [string, BackendAddress] => {
    const { url, connectTo } = fieldsOf(value);
    if (!isUrl(url) || !(connectTo === undefined || isUrl(connectTo))) {
      throw wrong(`${JSON.stringify(name)} must be {url, connectTo?} with URLs`);
    }
    return [name, { url, ...(connectTo !== undefined && { connectTo }) }];
  });
  return new Map(backends);
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(json));
  } catch {
    throw wrong('it is not JSON');
  }
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value);
}

function wrong(why: string): Error {
  return new Error(`The function's environment is wrong: ${environment.privateBackends}: ${why}.`);
}
