import type { NetworkInterfaceInfo } from 'node:os';

import { expect, test } from 'vitest';

import { watchNetwork } from '../../../electron/network/network-changes.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const at = (address: string, internal = false) => ({ address, internal }) as NetworkInterfaceInfo;
const cable = { eth0: [at('192.168.1.7'), at('fe80::1')] };
const wifi = { wlan0: [at('10.0.0.7')] };
const alone = { lo: [at('127.0.0.1', true)] };

function watch(first: NodeJS.Dict<NetworkInterfaceInfo[]>, isOnline?: () => boolean) {
  let now = first;
  const clock = createFakeClock();
  const told: boolean[] = [];
  const changes = watchNetwork({
    interfaces: () => ({ ...alone, ...now }),
    isOnline,
    clock,
    onChange: (on) => told.push(on),
  });
  return {
    changes,
    told,
    clock,
    move: async (next: NodeJS.Dict<NetworkInterfaceInfo[]>) => {
      now = next;
      await clock.advance(500);
    },
  };
}

test('a cable, a Wi-Fi and a VPN are told within half a second, each once', async () => {
  const { told, move, changes } = watch(cable);
  await move(cable);
  expect(told).toEqual([]);
  await move(wifi);
  await move({ ...wifi, tun0: [at('10.8.0.2')] });
  await move({ ...wifi, tun0: [at('10.8.0.2')] });
  expect(told).toEqual([true, true]);
  expect(changes.online()).toBe(true);
});

test('an address of the link alone, as a container brings it, changes nothing', async () => {
  const { told, move } = watch(cable);
  await move({ ...cable, veth1: [at('fe80::2')], eth1: [at('169.254.7.7')] });
  await move(cable);
  expect(told).toEqual([]);
});

test.each([
  ['no address but its own', {}],
  ['addresses of the link alone', { eth0: [at('fe80::1'), at('169.254.7.7')] }],
])('a computer with %s is offline', async (_, without) => {
  const { told, move, changes } = watch(cable);
  await move(without);
  expect(changes.online()).toBe(false);
  await move(cable);
  expect(told).toEqual([false, true]);
});

test("the system's word counts where the addresses stay", async () => {
  let system = true;
  const { told, clock } = watch(cable, () => system);
  system = false;
  await clock.advance(500);
  system = true;
  await clock.advance(500);
  expect(told).toEqual([false, true]);
});

test('after a stop nothing is told', async () => {
  const { told, move, changes } = watch(cable);
  changes.stop();
  await move(wifi);
  expect(told).toEqual([]);
});
