import { items, type Rule, refuse, text } from './check';

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = `${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)`;
const ipv6 = '(?=[0-9a-fA-F:]*:)[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}/(12[0-8]|1[01]\\d|\\d{1,2})';
export const cidrCheck = text(
  new RegExp(`^(${ipv4}|${ipv6})$`),
  'an address range like 203.0.113.0/24 or 2001:db8::/32',
  'write address/bits, /32 for one IPv4 address',
);
export const emailsCheck = items(
  text(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', 'correct the address'),
  someone,
);

function someone(list: readonly unknown[], path: string, report: Parameters<Rule<unknown>>[2]): void {
  if (list.length === 0) refuse(report, path, 'is empty', list, 'one address or more', 'add an address');
}

export const allowedIpsCheck = items(cidrCheck);
