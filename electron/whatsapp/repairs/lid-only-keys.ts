import type { makeWASocket } from '@whiskeysockets/baileys';

type MakeRepository = NonNullable<Parameters<typeof makeWASocket>[0]['makeSignalRepository']>;

/**
 * Fault: the library asks for a person's keys by LID only. For a contact without one its query names no device, and
 * the message, or the answer to a retry receipt, is not sent.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/messages-send.js, `assertSessions`, `wireJids`.
 * Repair: the list of LIDs from which it takes the addresses holds the number itself where there is no LID. `getLIDForPN`
 * answers as before.
 * Shown by: test/integration/whatsapp/repairs/lid-only-keys.test.ts.
 */
export function askByNumberToo(make: MakeRepository): MakeRepository {
  return (auth, logger, pnToLIDFunc) => {
    const repository = make(auth, logger, pnToLIDFunc);
    const { lidMapping } = repository;
    const lidsOf = lidMapping.getLIDsForPNs.bind(lidMapping);
    lidMapping.getLIDForPN = async (pn) => (await lidsOf([pn]))?.[0]?.lid ?? null;
    lidMapping.getLIDsForPNs = async (pns) => {
      const known = (await lidsOf(pns)) ?? [];
      const unknown = pns.filter((pn) => !known.some((mapping) => mapping.pn === pn));
      return [...known, ...unknown.map((pn) => ({ pn, lid: pn }))];
    };
    return repository;
  };
}
