import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readOneFileKeys } from '../../../electron/auth/one-file-state.ts';
import { openSeal } from '../../../electron/files/sealer.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

async function keysIn(text: string) {
  await writeFile(join(folder.path, 'auth_info.json'), text);
  return readOneFileKeys(folder.path, 'auth_info.json', openSeal);
}

const none = { entries: [], ambiguous: 0, unreadable: 0, skipped: 0 };

describe('the keys of a state that is one file', () => {
  it('come from groups by their old names and by their types', async () => {
    const groups = [
      ['preKeys', 'pre-key'],
      ['sessions', 'session'],
      ['senderKeyMemory', 'sender-key-memory'],
      ['appStateSyncKeys', 'app-state-sync-key'],
      ['appStateVersions', 'app-state-sync-version'],
      ['lidMapping', 'lid-mapping'],
      ['deviceList', 'device-list'],
      ['identity-key', 'identity-key'],
      ['tctoken', 'tctoken'],
      ['session', 'session'],
    ] as const;
    const keys = Object.fromEntries(groups.map(([group], index) => [group, { [index]: 'value' }]));

    expect(await keysIn(JSON.stringify({ creds: {}, keys }))).toEqual({
      ...none,
      entries: groups.map(([, type], index) => [`${type}/${index}`, '"value"']),
    });
  });

  it.each<[what: string, text: string]>([
    ['a byte order mark before it', '\uFEFF{"keys":{"sessions":{"1.0":"s"}}}'],
    ['groups without members beside it', '{"keys":{"preKeys":null,"sessions":{"1.0":"s"},"senderKeys":7}}'],
  ])('are read with %s', async (_what, text) => {
    expect(await keysIn(text)).toEqual({ ...none, entries: [['session/1.0', '"s"']] });
  });

  it('keep a byte order mark inside of a value', async () => {
    const entries = [['session/1.0', '"a\uFEFFb"']];
    expect(await keysIn('{"keys":{"sessions":{"1.0":"a\uFEFFb"}}}')).toEqual({ ...none, entries });
  });

  it('are counted as unreadable where they are nothing, or of an unknown group', async () => {
    const keys = { sessions: { '1.0': null, '2.0': 's' }, contacts: { 1: 'x', 2: null } };
    expect(await keysIn(JSON.stringify({ keys }))).toEqual({
      ...none,
      entries: [['session/2.0', '"s"']],
      unreadable: 3,
    });
  });

  it.each(['', '{"keys":{"sessions":{"1.0":"s"}', '{}', 'null', '7', '{"keys":null}', '{"keys":"text"}'])(
    'are none in %j',
    async (text) => {
      expect((await keysIn(text)).entries).toEqual([]);
    },
  );
});
