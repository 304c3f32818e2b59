import { BlockList, isIP } from 'node:net';

type Range = readonly [address: string, prefix: number];

/** No server of the public internet has an address of these: RFC 1918, 6598 and the like. */
const privateV4: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
const privateV6: readonly Range[] = [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
];

/** Protocol assignments, documentation, benchmarks, multicast and what is reserved (RFC 6890, 5771). */
const specialV4: readonly Range[] = [
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** The same, and tunnels whose other end the address hides: Teredo and 6to4. */
const specialV6: readonly Range[] = [
  ['::', 96],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** An IPv4 address stands in the last 32 bits of these: mapped, translated, and by NAT64. */
const withV4Inside = ['::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'] as const;

const privateOnes = listOf(privateV4, privateV6);
const notPublic = listOf([...privateV4, ...specialV4], [...privateV6, ...specialV6]);

/** Whether no server of the public internet can have this address (RFC 1918, 4193, 6598 and the like). */
export function isPrivateAddress(address: string): boolean {
  return privateOnes.check(address, familyOf(address));
}

/**
 * Whether an address that a stranger chose may be connected to: it is none of this machine, of a local network, of a cloud's
 * metadata service (169.254.169.254, fd00:ec2::254), of a group of machines or of a special purpose, in no notation.
 */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && !notPublic.check(address, familyOf(address));
}

/** This machine's own: no proxy leads there; programs that follow the environment agree (Go's `ProxyFromEnvironment`). */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function listOf(v4: readonly Range[], v6: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of v4) {
    list.addSubnet(address, prefix, 'ipv4');
    for (const before of withV4Inside) list.addSubnet(`${before}${address}`, 96 + prefix, 'ipv6');
  }
  for (const [address, prefix] of v6) list.addSubnet(address, prefix, 'ipv6');
  return list;
}
