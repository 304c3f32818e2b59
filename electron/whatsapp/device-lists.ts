import type { JidWithDevice, UserFacingSocketConfig } from '@whiskeysockets/baileys';

import type { Clock } from '../pairing/ports.ts';

type Cache = NonNullable<UserFacingSocketConfig['userDevicesCache']>;
type Listed = JidWithDevice & { readonly server?: string };

/** As long as the library keeps device lists, in ms. */
const keepMs = 5 * 60_000;

/**
 * The library's cache of device lists, in which devices can be left out: the library encrypts for every device of a list
 * and gives up the whole message when it has no session with any device of one account (7.0.0-rc14,
 * lib/Socket/messages-send.js, `createParticipantNodes`).
 */
export interface DeviceLists {
  readonly cache: Cache;
  /** Messages are not encrypted for this device, or they are again. */
  leaveOut(jid: string, out: boolean): void;
  /** The next message to this user asks WhatsApp for the list again. */
  forget(user: string): void;
}

export function createDeviceLists(clock: Clock): DeviceLists {
  const lists = new Map<string, { readonly devices: readonly Listed[]; readonly until: number }>();
  const without = new Set<string>();

  function listOf(user: string): readonly Listed[] | undefined {
    const list = lists.get(user);
    if (list === undefined || list.until <= clock.now()) return undefined;
    return list.devices.filter((device) => !without.has(jidOf(device)));
  }
  function put(user: string, devices: unknown): void {
    lists.set(user, { devices: devices as readonly Listed[], until: clock.now() + keepMs });
  }

  return {
    cache: {
      // The library says what it has put there.
      get: ((user: string) => listOf(user)) as Cache['get'],
      set: put,
      del: (user) => void lists.delete(user),
      flushAll: () => lists.clear(),
      mget: <T>(users: string[]) =>
        Promise.resolve(Object.fromEntries(users.map((user) => [user, listOf(user) as T | undefined]))),
      mset: (entries) => {
        for (const { key, value } of entries) put(key, value);
        return Promise.resolve();
      },
      mdel: (users) => {
        for (const user of users) lists.delete(user);
        return Promise.resolve();
      },
    },
    leaveOut(jid, out) {
      if (out) without.add(jid);
      else without.delete(jid);
    },
    forget: (user) => void lists.delete(user),
  };
}

/** As the library writes the jid of a listed device. */
function jidOf({ user, device, server }: Listed): string {
  return `${user}${device === undefined || device === 0 ? '' : `:${device}`}@${server ?? 's.whatsapp.net'}`;
}
