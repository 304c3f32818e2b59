import { BlockList, isIP } from 'node:net';

const ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

/** Whether no server of the public internet can have this address (RFC 1918, 4193, 6598 and the like). */
export function isPrivateAddress(address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) list.addSubnet(...range);
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
