import { initialState } from '../../electron/pairing/machine/initial-state.ts';
import { step } from '../../electron/pairing/machine/machine.ts';
import { snapshotOf } from '../../electron/pairing/machine/snapshot.ts';
import type { Effect, Event, State } from '../../electron/pairing/machine/state.ts';
import type { ConnectionEnd, FoundCredentials } from '../../electron/pairing/ports.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import { paired } from './fake-ports.ts';

type WithoutGeneration<E> = E extends { readonly generation: number } ? Omit<E, 'generation'> : never;

/** A machine with a clock that wakes it as the session does, and everything that it asked for. */
export function createMachineRig() {
  let now = 1_000_000;
  let state: State = initialState(now);
  let alarm: { at: number; token: number } | undefined;
  const entries: Omit<JournalEntry, 'id' | 'tenantId'>[] = [];
  let effects: readonly Effect[] = [];

  function feed(event: Event): void {
    const done = step(state, event, { now, random: 0.5 });
    ({ state, effects } = done);
    for (const effect of effects) {
      if (effect.type === 'wake') alarm = { at: now + effect.afterMs, token: effect.token };
      if (effect.type === 'record') entries.push(effect.entry);
    }
  }

  /** What the newest socket says. */
  function say(event: WithoutGeneration<Event>): void {
    feed({ ...event, generation: state.generation });
  }

  function pass(seconds: number): void {
    const until = now + seconds * 1000;
    while (alarm !== undefined && alarm.at <= until) {
      const { at, token } = alarm;
      now = at;
      alarm = undefined;
      feed({ type: 'wake', token });
    }
    now = until;
  }

  /** A session that found these credentials; with `paired` ones it dials. */
  function load(found: FoundCredentials): void {
    feed({ type: 'start' });
    const isPaired = found.classification.kind === 'paired';
    feed({ type: 'loaded', found, classification: isPaired ? paired : { kind: 'unpaired' } });
    if (isPaired) say({ type: 'dialing' });
    else feed({ type: 'saved', classification: { kind: 'unpaired' } });
  }

  return {
    feed,
    say,
    pass,
    load,
    entries,
    end: (end: ConnectionEnd) => say({ type: 'end', end }),
    /** A link from a QR to the pairing that is saved, and a socket that dials with it. */
    pairAndDial() {
      load({ classification: { kind: 'empty' }, fate: 'none' });
      say({ type: 'qr', text: 'code', lifetimeMs: 60_000, rescan: false });
      say({ type: 'pair-success', classification: paired });
      feed({ type: 'saved', classification: paired });
      say({ type: 'end', end: { by: 'library', statusCode: 515, message: 'restart' } });
      say({ type: 'dialing' });
    },
    logIn() {
      say({ type: 'accepted', classification: paired });
      say({ type: 'open' });
      say({ type: 'pre-keys', count: 812 });
    },
    /** What the last event asked for. */
    effects: () => effects.map(({ type }) => type),
    state: () => state,
    snapshot: () => snapshotOf(state),
    now: () => now,
  };
}
