import { expect, test } from 'vitest';

import { paired } from '../../../support/fake-ports.ts';
import { createMachineRig } from '../../../support/machine-rig.ts';

const error = { code: 'lease-lost', place: 'postgresql://db/console' } as const;
const empty = { classification: { kind: 'empty' }, fate: 'none' } as const;
const found = { classification: paired, fate: 'kept' } as const;

test('a link that another server holds closes its socket, sets nothing aside and is no damage', () => {
  const rig = createMachineRig();
  rig.load(found);
  rig.logIn();
  rig.feed({ type: 'storage-fault', error });
  expect(rig.effects()).toContain('release');
  expect(rig.snapshot()).toMatchObject({ failure: { cause: 'lease-lost', credentials: 'kept', retry: 'reconnect' } });
  rig.feed({ type: 'released', loggedOut: false });
  expect(rig.snapshot().phase).toBe('connecting');
  // While the other server holds it, it is asked for again and again, and told once.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    rig.pass(60);
    expect(rig.effects()).toContain('load');
    rig.feed({ type: 'load-failed', error });
    rig.feed({ type: 'released', loggedOut: false });
  }
  expect(rig.entries.filter(({ failure }) => failure.cause === 'lease-lost')).toHaveLength(1);
});

test('a link that a phone has just made is not replied to where another server holds the tenant', () => {
  const rig = createMachineRig();
  rig.load(empty);
  rig.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
  rig.say({ type: 'pair-success', classification: paired });
  rig.feed({ type: 'save-failed', error });
  expect(rig.effects()).toContain('release');
  expect(rig.effects()).not.toContain('release-reply');
  rig.feed({ type: 'released', loggedOut: false });
  expect(rig.snapshot()).toMatchObject({ phase: 'connecting', failure: { cause: 'lease-lost', credentials: 'none' } });
});
