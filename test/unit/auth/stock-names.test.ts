import { describe, expect, it } from 'vitest';

import { stockKeyOf, stockNameOf } from '../../../electron/auth/stock-names.ts';

/** Every shape of id that the client library makes, type by type. */
const keys: readonly (readonly [type: string, id: string])[] = [
  ['pre-key', '812'],
  ['session', '972501234567.0'],
  ['session', '123456789_1.12'],
  ['identity-key', '123456789_129.99'],
  ['sender-key', '120363041234567890@g.us::972501234567::3'],
  ['sender-key', '972501234567-1500000000@g.us::123456789_1::0'],
  ['sender-key', 'status@broadcast::972501234567::0'],
  ['sender-key-memory', '972501234567-1500000000@g.us'],
  ['sender-key-memory', 'status@broadcast'],
  ['app-state-sync-key', 'AAAAAL+/'],
  ['app-state-sync-key', '////AAA='],
  ['app-state-sync-version', 'critical_unblock_low'],
  ['lid-mapping', '972501234567'],
  ['lid-mapping', '123456789_reverse'],
  ['device-list', '972501234567'],
  ['tctoken', '__index'],
  ['tctoken', '123456789@lid'],
  ['tctoken', '972501234567:12@s.whatsapp.net'],
];

describe('the names of the stock layout', () => {
  it.each(keys)('%s %s comes back from its file name', (type, id) => {
    expect(stockKeyOf(stockNameOf(type, id))).toEqual({ type, id, ambiguous: false });
  });

  it('are the ones the stock store makes', () => {
    expect(stockNameOf('sender-key', '1-2@g.us::3::0')).toBe('sender-key-1-2@g.us--3--0.json');
    expect(stockNameOf('app-state-sync-key', 'a/b')).toBe('app-state-sync-key-a__b.json');
  });

  it('keeps an id of an unknown shape as it stands, and says that it is a guess', () => {
    expect(stockKeyOf('session-a-b.c.json')).toEqual({ type: 'session', id: 'a-b.c', ambiguous: true });
  });

  it.each(['creds.json', 'creds.last-good.json', 'keys.log', 'notes-1.json', 'session-1.0.txt'])(
    'does not take %s for a key',
    (name) => {
      expect(stockKeyOf(name)).toBeUndefined();
    },
  );
});
