import { beforeEach, describe, expect, test } from 'vitest';

import { wayOf } from '../../../../electron/pairing/machine/shut-way.ts';
import { createMachineRig } from '../../../support/machine-rig.ts';

let machine: ReturnType<typeof createMachineRig>;
beforeEach(() => {
  machine = createMachineRig();
});
const shut = { by: 'library', message: 'shut', systemCode: 'ECONNREFUSED' } as const;
const cause = () => machine.snapshot().failure?.cause;
const empty = { classification: { kind: 'empty' }, fate: 'none' } as const;

describe('what a link knows of the way', () => {
  test('nothing before its first attempt has ended; shut while it waits and dials again; open with a code', () => {
    machine.load(empty);
    machine.say({ type: 'dialing' });
    expect(wayOf(machine.state())).toBeUndefined();
    machine.end(shut);
    expect(machine.snapshot().retry).toBeDefined();
    expect(wayOf(machine.state())).toBe('shut');
    machine.pass(1);
    expect(machine.snapshot().retry).toBeUndefined();
    expect(wayOf(machine.state())).toBe('shut');
    machine.say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
    expect(wayOf(machine.state())).toBe('open');
  });

  test('open on a link that stands, nothing once it is stopped', () => {
    machine.pairAndDial();
    machine.logIn();
    expect(wayOf(machine.state())).toBe('open');
    machine.feed({ type: 'shutdown' });
    expect(wayOf(machine.state())).toBeUndefined();
  });

  test('nothing where WhatsApp itself has refused', () => {
    machine.pairAndDial();
    machine.logIn();
    machine.end({ by: 'library', statusCode: 429, message: 'too many' });
    expect(wayOf(machine.state())).toBeUndefined();
  });
});

describe('a sign-in page of the network that somebody has seen', () => {
  test('names what a link waits for, and every attempt until it is gone', () => {
    machine.load(empty);
    machine.say({ type: 'dialing' });
    machine.end(shut);
    expect(cause()).toBe('connection-refused');
    const { retry } = machine.snapshot();
    machine.feed({ type: 'portal', status: 302 });
    expect(machine.snapshot()).toMatchObject({
      retry,
      failure: { cause: 'captive-portal', confidence: 'likely', statusCode: 302, credentials: 'none' },
    });
    machine.pass(1);
    machine.say({ type: 'dialing' });
    machine.end(shut);
    expect(cause()).toBe('captive-portal');
    expect(machine.entries.map(({ failure }) => failure.cause)).toEqual(['connection-refused', 'captive-portal']);
    machine.feed({ type: 'portal', status: undefined });
    machine.pass(2);
    machine.say({ type: 'dialing' });
    machine.end(shut);
    expect(cause()).toBe('connection-refused');
  });

  test('takes nothing from what WhatsApp says', () => {
    machine.pairAndDial();
    machine.logIn();
    machine.feed({ type: 'portal', status: 302 });
    machine.end({ by: 'library', statusCode: 429, message: 'too many' });
    machine.feed({ type: 'portal', status: 302 });
    expect(cause()).toBe('too-many-attempts');
  });

  test('is waited for as long as the sign-in takes, also by a tenant that has no code yet', () => {
    machine.feed({ type: 'portal', status: 302 });
    machine.load(empty);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      machine.say({ type: 'dialing' });
      machine.end(shut);
      expect(machine.snapshot()).toMatchObject({ phase: 'connecting', failure: { cause: 'captive-portal' } });
      machine.pass(60);
    }
  });
});
