import fc from 'fast-check';
import { expect } from 'vitest';

import { initialState } from '../../electron/pairing/machine/initial-state.ts';
import { step } from '../../electron/pairing/machine/machine.ts';
import { numberOf } from '../../electron/pairing/machine/numbers.ts';
import type { Effect, Event, State } from '../../electron/pairing/machine/state.ts';
import {
  type Choose,
  type EventType,
  choicesOf,
  eventTypes,
  fitting,
  interruptions,
  paired,
  restart,
  taggedTypes,
  tell,
  unpaired,
} from './story-events.ts';

/**
 * Random stories for a session's machine. Most steps are what an honest world does next, or something that means
 * something in the present phase; some are any event at all, and some come from a socket that is no longer the newest.
 */

/** What the floors of the properties are made for. */
const usualRuns = 600;
/**
 * Stories of each property. A mutant gets the same few each time: it has to fall, and there are many of them. The seed is
 * one whose few stories come through every phase.
 */
const { runs, seed } =
  process.env.STORY_RUNS === undefined ? { runs: usualRuns } : { runs: Number(process.env.STORY_RUNS), seed: 2 };
/** Steps of a story. */
const length = { minLength: 20, maxLength: 140 } as const;

/** What an honest world does next: keeps a story from getting stuck before the interesting part. */
export function honest(state: State): Event {
  const { generation } = state;
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return { type: 'start', takeOver: true };
    case 'connecting':
      if (state.step === 'loading') {
        return { type: 'loaded', found: { classification: unpaired, fate: 'none' }, classification: unpaired };
      }
      if (state.step === 'saving') return { type: 'saved', classification: unpaired };
      if (state.step === 'waiting') return { type: 'wake', token: state.wakeToken };
      return state.carried.evidence['credentials-saved'] === undefined
        ? { type: 'qr', generation, text: 'qr', lifetimeMs: 60_000, rescan: false }
        : { type: 'dialing', generation };
    case 'awaiting-code':
      if (state.code.typedAt === undefined) return { type: 'code-typed', generation };
      return { type: 'pair-success', generation, classification: paired };
    case 'awaiting-scan':
    case 'awaiting-passkey':
      return { type: 'pair-success', generation, classification: paired };
    case 'pairing':
      return state.saved ? { type: 'end', generation, end: restart } : { type: 'saved', classification: paired };
    case 'restarting':
      return { type: 'dialing', generation };
    case 'verifying':
    case 'reconnecting':
      if (state.step === 'waiting') return { type: 'wake', token: state.wakeToken };
      if (state.carried.evidence['new-socket'] === undefined) return { type: 'dialing', generation };
      if (state.step === 'dialing') return { type: 'accepted', generation, classification: paired };
      return state.opened ? { type: 'pre-keys', generation, count: 812 } : { type: 'open', generation };
    case 'awaiting-acceptance':
      return { type: 'expect', number: state.carried.identity && numberOf(state.carried.identity) };
    case 'connected':
      return { type: 'wake', token: state.wakeToken };
    case 'stopping':
      return { type: 'released', loggedOut: true };
  }
}

/** How the next event is found, by weight. */
const ways = spread({ honest: 5, fitting: 8, interrupted: 1, any: 1, stale: 1 });

function spread<W extends string>(weights: Readonly<Record<W, number>>): [W, ...W[]] {
  const ways = Object.keys(weights) as W[];
  return ways.flatMap((way) => Array.from({ length: weights[way] }, () => way)) as [W, ...W[]];
}

function next(state: State, choose: Choose): Event {
  const way = choose(ways);
  if (way === 'honest') return honest(state);
  if (way === 'stale') return stale(state, choose);
  const types = { fitting: fitting(state), interrupted: interruptions, any: eventTypes }[way];
  const type: EventType = choose(types);
  return tell[type](state, choose);
}

/** An event of a socket, or of a timer, that is not the newest. */
function stale(state: State, choose: Choose): Event {
  const event: Event = tell[choose(taggedTypes)](state, choose);
  if (event.type === 'wake') return { ...event, token: event.token - 1 };
  return 'generation' in event ? { ...event, generation: event.generation + choose([-1, -2, 1]) } : event;
}

/** What passes between two events, in ms: a moment, some seconds, or longer than any deadline. */
const pauses = [0, 1_000, 7_000, 7_000, 30_000, 400_000] as const;

export interface Told {
  readonly before: State;
  readonly event: Event;
  readonly after: State;
  readonly effects: readonly Effect[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Plays a story and gives back every step of it. */
function play(seeds: readonly number[]): Told[] {
  let now = 1_000;
  let state = initialState(now);
  return seeds.map((seed) => {
    const choose = choicesOf(seed);
    const before = state;
    const event = next(before, choose);
    now += choose(pauses);
    const { state: after, effects } = step(before, event, { now, random: choose([0, 0.5, 0.999]) });
    state = after;
    return { before, event, after, effects, now };
  });
}

/** The story in a line a step, without anything that an event carries. */
function outline(told: readonly Told[]): string {
  return told.map(({ before, event, after }) => `  ${before.phase} —${event.type}→ ${after.phase}`).join('\n');
}

/** How often something has to occur in all the stories, given how often it has to in the usual number of them. */
export function atLeast(usual: number): number {
  return Math.floor((usual * runs) / usualRuns);
}

/**
 * Holds every story to `check`, which calls `held` each time that what the property is about has happened. A property
 * whose subject never occurs says nothing, so fewer than `floor` times in all the stories is a failure.
 */
export function property(floor: number, check: (told: Told[], held: () => void) => void): void {
  let times = 0;
  const stories = fc.noBias(fc.array(fc.maxSafeNat(), { ...length, size: 'max' }));
  fc.assert(
    fc.property(stories, (seeds) => {
      const told = play(seeds);
      try {
        check(told, () => (times += 1));
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${outline(told)}`, {
          cause: error,
        });
      }
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  );
  expect(times, 'times that the subject of this property occurred').toBeGreaterThanOrEqual(
    Math.floor((floor * runs) / usualRuns),
  );
}
