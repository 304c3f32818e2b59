import type { Parcel } from './parcel.ts';

/**
 * Keys that others have gone on with since: chains of messages (`session`, `sender-key`), who has which (`sender-key-memory`),
 * and lists that WhatsApp gives anew.
 */
const overtaken = ['session', 'sender-key', 'sender-key-memory', 'device-list'];
/**
 * How far the numbers of pre-keys jump, at least and at most. Those that were used since must not come again with other keys,
 * nor those of an earlier jump from the same moment. A number has three bytes (Baileys 7.0.0-rc14, `xmppPreKey`).
 */
const jump = { least: 10_000, most: 1_000_000 };
const greatestId = 0xff_ff_ff;

/**
 * A link after its store went back to an earlier moment. It keeps its identity and its account, so no scan is needed. What its
 * contacts and WhatsApp have gone on with since is dropped: the next login makes and uploads new pre-keys, and each contact's
 * next message sets up a new chain, at worst after a phone was asked to send it again.
 * Source: libsignal and Baileys 7.0.0-rc14 (`uploadPreKeysToServerIfRequired` uploads where the last pre-key is missing).
 * `random`: in [0, 1).
 */
export function rewound(parcel: Parcel, random: number): Parcel {
  const { link } = parcel;
  if (link === undefined) return parcel;
  return {
    ...parcel,
    link: {
      ...link,
      creds: withJumpedPreKeys(link.creds, random),
      keys: link.keys.filter(([key]) => !overtaken.includes(key.slice(0, key.indexOf('/')))),
    },
    // A phone that asks again would get a message of a chain that is gone.
    sends: [],
  };
}

function withJumpedPreKeys(text: string, random: number): string {
  const creds = JSON.parse(text) as { nextPreKeyId?: number };
  const next = (creds.nextPreKeyId ?? 1) + Math.floor(jump.least + random * (jump.most - jump.least));
  const id = next < greatestId ? next : next - greatestId;
  return JSON.stringify({ ...creds, nextPreKeyId: id, firstUnuploadedPreKeyId: id });
}
