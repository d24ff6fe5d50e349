/**
 * Which URLs may be called back. What is checked here is what the URL itself says; the addresses behind its name are
 * checked when it is called, because a name may mean another address by then.
 */
import { isPublicAddress } from '../notify/public-address';

/** What is wrong with a callback URL; undefined when nothing is. */
export function callbackUrlMistake(text: string, allowLocal: boolean): string | undefined {
  const received = text.length <= 100 ? text : `${text.slice(0, 99)}…`;
  const url = parseUrl(text);
  if (!url) return `is ${JSON.stringify(received)}, not a URL; must be an https URL`;
  if (url.username !== '' || url.password !== '') return 'has a user name or password; must have none';
  if (allowLocal && url.protocol === 'http:') return undefined;
  if (url.protocol !== 'https:') return `is ${JSON.stringify(received)}; must begin with https://`;
  if (allowLocal || isPublicHost(url.hostname)) return undefined;
  return `has the host ${JSON.stringify(url.hostname)}; must be one that the whole internet can reach`;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A name must have a dot, unlike `localhost` and the names of one's own network; a literal address must be public. */
function isPublicHost(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$/.test(address) || address.includes(':')) return isPublicAddress(address);
  const name = hostname.replace(/\.$/, '').toLowerCase();
  return name.includes('.') && !/\.(localhost|local|internal|localdomain|home\.arpa)$/.test(name);
}
