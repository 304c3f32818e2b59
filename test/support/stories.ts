import fc from 'fast-check';

import { initialState, step } from '../../electron/pairing/machine/machine.ts';
import { numberOf } from '../../electron/pairing/machine/numbers.ts';
import type { Effect, Event, State } from '../../electron/pairing/machine/state.ts';
import type { Classification, ConnectionEnd, LibraryText, OwnEnd } from '../../electron/pairing/ports.ts';
import type { StorageError } from '../../shared/errors.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';

/** Random stories for a session's machine: an honest world's doings, mixed with anything else that could happen. */

const runs = 5_000;

const paired: Classification = { kind: 'paired', identity: { jid: '972501234567:12@s.whatsapp.net' } };
const other: Classification = { kind: 'paired', identity: { jid: '972507654321:3@s.whatsapp.net' } };
export const holder = tenantIdSchema.parse('first');
const unpaired: Classification = { kind: 'unpaired' };
const classification = fc.constantFrom(paired, paired, other, unpaired, { kind: 'half-paired' } as const);
const storageError = fc.constantFrom<StorageError>(
  { code: 'storage-full', place: '/data' },
  { code: 'storage-denied', place: '/data' },
);
const libraryEnd = fc.record(
  {
    by: fc.constant('library' as const),
    statusCode: fc.constantFrom(
      401,
      402,
      403,
      405,
      406,
      408,
      409,
      411,
      419,
      428,
      429,
      440,
      500,
      501,
      503,
      515,
      515,
      999,
    ),
    message: fc.constant('Stream Errored'),
    known: fc.constantFrom<LibraryText>('qr-refs-ended', 'account-signature-invalid', 'noise-certificate-invalid'),
    data: fc.constantFrom({ type: 'device_removed' }, { expire: '60' }, {}),
    systemCode: fc.constantFrom('ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED'),
  },
  { requiredKeys: ['by', 'message'] },
);
const ownEnd = fc
  .constantFrom<OwnEnd>(
    'no-answer',
    'codes-used-up',
    'no-refs',
    'account-not-proven',
    'server-not-whatsapp',
    'peer-silent',
    'link-deaf',
  )
  .map((why) => ({ by: 'console', why }) as const);
const end: fc.Arbitrary<ConnectionEnd> = fc.oneof(
  { weight: 3, arbitrary: libraryEnd },
  { weight: 1, arbitrary: ownEnd },
);
const restart = { by: 'library', statusCode: 515, message: 'restart' } as const;

/** An event whose generation is said as an offset from the newest: 0 is live, anything else is stale. */
type Draft = (state: State) => Event;
const age = fc.constantFrom(0, 0, 0, 0, -1, -2, 1);
const tagged = <T extends object>(make: fc.Arbitrary<T>): fc.Arbitrary<Draft> =>
  fc.tuple(make, age).map(
    ([event, offset]) =>
      (state) =>
        ({ ...event, generation: state.generation + offset }) as unknown as Event,
  );
const plain = (make: fc.Arbitrary<Event>): fc.Arbitrary<Draft> => make.map((event) => () => event);

const found = fc.oneof(
  fc.constant({ classification: unpaired, fate: 'none' } as const),
  fc.constant({ classification: paired, fate: 'kept' } as const),
  fc.constant({ classification: { kind: 'corrupt' }, fate: 'quarantined' } as const),
  fc.constant({ classification: paired, fate: 'recovered' } as const),
);
const draft: fc.Arbitrary<Draft> = fc.oneof(
  plain(
    fc.constantFrom<Event>(
      { type: 'start' },
      { type: 'start', takeOver: true },
      { type: 'relink' },
      { type: 'disconnect' },
      { type: 'shutdown' },
      { type: 'crashed' },
      { type: 'slept' },
      { type: 'scan-claimed' },
      { type: 'scan-claimed' },
      { type: 'scan-failed' },
      { type: 'refuse-number' },
    ),
  ),
  plain(
    fc
      .constantFrom(undefined, '972501234567', '972507654321', '972500000000')
      .map((number) => ({ type: 'expect', number })),
  ),
  plain(fc.tuple(found, classification).map(([what, now]) => ({ type: 'loaded', found: what, classification: now }))),
  plain(found.map((what) => ({ type: 'loaded', found: what, classification: paired, holder }))),
  plain(storageError.map((error) => ({ type: 'load-failed', error }))),
  plain(classification.map((kind) => ({ type: 'saved', classification: kind }))),
  plain(fc.constantFrom<Event>({ type: 'saved', classification: paired }, { type: 'saved', classification: unpaired })),
  plain(storageError.map((error) => ({ type: 'save-failed', error }))),
  plain(storageError.map((error) => ({ type: 'storage-fault', error }))),
  plain(fc.constant<Event>({ type: 'passkey-differs' })),
  plain(fc.boolean().map((loggedOut) => ({ type: 'released', loggedOut }))),
  plain(storageError.map((error) => ({ type: 'release-failed', error }))),
  tagged(fc.constant({ type: 'dialing' })),
  tagged(fc.constant({ type: 'dialing' })),
  tagged(fc.constant({ type: 'qr', text: 'qr', lifetimeMs: 20_000, rescan: false })),
  tagged(fc.constant({ type: 'qr', text: 'qr', lifetimeMs: 20_000, rescan: false })),
  tagged(fc.constant({ type: 'scan-heard' })),
  tagged(fc.constant({ type: 'code-issued', text: 'ABCD-EFGH', lifetimeMs: 100_000 })),
  tagged(fc.constant({ type: 'passkey-request', lifetimeMs: 300_000 })),
  tagged(fc.constant({ type: 'passkey-code', text: 'ABCD-EFGH' })),
  tagged(classification.map((kind) => ({ type: 'pair-success', classification: kind }))),
  tagged(classification.map((kind) => ({ type: 'accepted', classification: kind }))),
  tagged(fc.constant({ type: 'accepted', classification: paired })),
  tagged(fc.constant({ type: 'open' })),
  tagged(fc.constantFrom(0, 1, 812).map((count) => ({ type: 'pre-keys', count }))),
  tagged(fc.constantFrom('refused', 'unanswered', 'missing').map((reason) => ({ type: 'pre-keys-failed', reason }))),
  tagged(
    fc
      .constantFrom(null, { kind: 'reach-out', until: 60_000 }, { kind: 'other' })
      .map((restriction) => ({ type: 'restriction', restriction })),
  ),
  plain(fc.constant<Event>({ type: 'restriction-over' })),
  tagged(fc.constant({ type: 'code-typed' })),
  tagged(fc.constant({ type: 'code-refreshed', text: 'EFGH-JKLM', lifetimeMs: 180_000 })),
  tagged(fc.constant({ type: 'code-failed', why: 'code-finish-refused', statusCode: 400 })),
  tagged(fc.constant({ type: 'credentials-changed' })),
  tagged(end.map((how) => ({ type: 'end', end: how }))),
  tagged(fc.constant({ type: 'end', end: restart })),
  tagged(fc.constant({ type: 'end', end: { by: 'library', statusCode: 440, message: 'replaced' } })),
  fc.constantFrom<Draft>(
    (state) => ({ type: 'wake', token: state.wakeToken }),
    () => ({ type: 'wake', token: -1 }),
  ),
);

/** What an honest world does next for a state: keeps sequences from getting stuck before the interesting part. */
export const helpful: Draft = (state) => {
  const { generation } = state;
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return { type: 'start', takeOver: true };
    case 'connecting':
      if (state.step === 'loading')
        return { type: 'loaded', found: { classification: unpaired, fate: 'none' }, classification: unpaired };
      if (state.step === 'saving') return { type: 'saved', classification: unpaired };
      if (state.step === 'waiting') return { type: 'wake', token: state.wakeToken };
      return state.carried.evidence['credentials-saved'] === undefined
        ? { type: 'qr', generation, text: 'qr', lifetimeMs: 60_000, rescan: false }
        : { type: 'dialing', generation };
    case 'awaiting-scan':
    case 'awaiting-code':
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
};
const story = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(helpful) }, { weight: 2, arbitrary: draft }), {
  maxLength: 60,
});

export interface Told {
  readonly before: State;
  readonly event: Event;
  readonly after: State;
  readonly effects: readonly Effect[];
}

/** Plays a story and gives back every step of it. */
export function play(drafts: readonly Draft[], randomness = 0.5): Told[] {
  const told: Told[] = [];
  let state = initialState(1_000);
  drafts.forEach((make, index) => {
    const event = make(state);
    const { state: after, effects } = step(state, event, { now: 2_000 + index * 7_000, random: randomness });
    told.push({ before: state, event, after, effects });
    state = after;
  });
  return told;
}

export const property = (check: (told: Told[]) => void) =>
  fc.assert(
    fc.property(story, fc.double({ min: 0, max: 0.999, noNaN: true }), (drafts, random) => check(play(drafts, random))),
    { numRuns: runs },
  );
