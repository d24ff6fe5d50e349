/**
 * Whether an address is one of the public internet: none of the special-purpose blocks of the IANA registries (RFC
 * 6890), which are one's own machine, network, or nobody. An IPv4 address inside an IPv6 one counts as that IPv4.
 */
import { BlockList, isIP } from 'node:net';

const special = new BlockList();
const specialV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
for (const block of specialV4) special.addSubnet(...split(block), 'ipv4');
// Only 2000::/3 is given out as global unicast; what is special inside of it follows.
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
for (const block of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
  special.addSubnet(...split(block), 'ipv6');

function split(block: string): [network: string, prefix: number] {
  const [network = '', prefix] = block.split('/');
  return [network, Number(prefix)];
}

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6: {
      const inner = embeddedV4(address);
      if (inner !== undefined) return isPublicAddress(inner);
      return publicV6.check(address, 'ipv6') && !special.check(address, 'ipv6');
    }
    default:
      return false;
  }
}

/** The IPv4 address of `::ffff:a.b.c.d` and of `64:ff9b::a.b.c.d`, which a translator would reach. */
function embeddedV4(address: string): string | undefined {
  // The URL parser writes every form of an IPv6 address in the same, shortest way.
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const groups = /^(?:::ffff:|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical);
  if (!groups) return undefined;
  const [high, low] = [Number.parseInt(groups[1]!, 16), Number.parseInt(groups[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
