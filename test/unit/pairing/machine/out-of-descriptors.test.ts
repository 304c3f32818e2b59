import { describe, expect, test } from 'vitest';

import { paired } from '../../../support/fake-ports.ts';
import { createMachineRig } from '../../../support/machine-rig.ts';

const empty = { classification: { kind: 'empty' }, fate: 'none' } as const;
const found = { classification: paired, fate: 'kept' } as const;

describe.each(['out-of-descriptors', 'storage-away'] as const)('where storage answers %s', (code) => {
  const error = { code, place: '/data' };

  test('credentials that cannot be opened are asked for again, and nothing is set aside', () => {
    const rig = createMachineRig();
    rig.feed({ type: 'start' });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      rig.feed({ type: 'load-failed', error });
      expect(rig.effects()).toContain('release');
      rig.feed({ type: 'released', loggedOut: false });
      expect(rig.snapshot()).toMatchObject({ phase: 'connecting', failure: { cause: code } });
      rig.pass(60);
      expect(rig.effects()).toContain('load');
    }
    expect(rig.entries.filter(({ failure }) => failure.cause === code)).toHaveLength(1);
    rig.feed({ type: 'loaded', found, classification: paired });
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.snapshot()).toMatchObject({ phase: 'connected' });
  });

  test('a link that stands and cannot save its keys opens them again and comes back', () => {
    const rig = createMachineRig();
    rig.load(found);
    rig.logIn();
    rig.feed({ type: 'storage-fault', error });
    rig.feed({ type: 'released', loggedOut: false });
    expect(rig.snapshot().failure).toMatchObject({ retry: 'reconnect', credentials: 'kept' });
    rig.pass(2);
    rig.feed({ type: 'loaded', found, classification: paired });
    rig.say({ type: 'dialing' });
    rig.logIn();
    expect(rig.snapshot()).toMatchObject({ phase: 'connected' });
  });

  test('a link that a phone has just made stays in memory until it can be saved', () => {
    const rig = createMachineRig();
    rig.load(empty);
    rig.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
    rig.say({ type: 'pair-success', classification: paired });
    rig.feed({ type: 'save-failed', error });
    expect(rig.snapshot()).toMatchObject({ phase: 'pairing', failure: { cause: code } });
    rig.pass(2);
    expect(rig.effects()).toContain('save');
    rig.feed({ type: 'saved', classification: paired });
    expect(rig.effects()).toContain('release-reply');
  });
});

test('a socket that cannot be made is tried again', () => {
  const rig = createMachineRig();
  rig.load(found);
  rig.end({ by: 'library', message: 'connect EMFILE', systemCode: 'EMFILE' });
  expect(rig.snapshot()).toMatchObject({
    phase: 'reconnecting',
    failure: { cause: 'out-of-descriptors', retry: 'reconnect' },
  });
});
