import { initialState } from '../../electron/pairing/machine/initial-state.ts';
import type { Event, State } from '../../electron/pairing/machine/state.ts';
import type {
  Classification,
  ConnectionEnd,
  FoundCredentials,
  LibraryText,
  OwnEnd,
} from '../../electron/pairing/ports.ts';
import type { StorageError } from '../../shared/errors.ts';
import { tenantIdSchema } from '../../shared/tenant.ts';

/** What a random story can tell: every event of the machine, and which of them mean something where. */

/** Takes one of several. */
export type Choose = <const T>(from: readonly [T, ...T[]]) => T;

export type EventType = Event['type'];
type EventTypes = readonly [EventType, ...EventType[]];
type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/**
 * The same seed always makes the same choices. Each takes its share of the seed, so a seed of up to 2^53 is good for
 * about a dozen choices; after that the first entry is taken every time.
 */
export function choicesOf(seed: number): Choose {
  let rest = seed;
  return (from) => {
    const chosen = from[rest % from.length] ?? from[0];
    rest = Math.floor(rest / from.length);
    return chosen;
  };
}

export const pairedNumber = '972501234567';
export const otherNumber = '972507654321';
export const paired: Classification = { kind: 'paired', identity: { jid: `${pairedNumber}:12@s.whatsapp.net` } };
export const unpaired: Classification = { kind: 'unpaired' };
const other: Classification = { kind: 'paired', identity: { jid: `${otherNumber}:3@s.whatsapp.net` } };
/** The tenant that came first, where two hold the same credentials. */
export const holder = tenantIdSchema.parse('first');

const classification = (choose: Choose) =>
  choose<Classification>([paired, paired, paired, other, unpaired, { kind: 'half-paired' }]);
const storageError = (choose: Choose) =>
  choose<StorageError>([
    { code: 'storage-full', place: '/data' },
    { code: 'storage-denied', place: '/data' },
  ]);

function loaded(choose: Choose): EventOf<'loaded'> {
  return {
    type: 'loaded',
    ...choose<{ found: FoundCredentials; classification: Classification; holder?: typeof holder }>([
      { found: { classification: { kind: 'empty' }, fate: 'none' }, classification: unpaired },
      { found: { classification: paired, fate: 'kept' }, classification: paired },
      { found: { classification: other, fate: 'kept' }, classification: other },
      { found: { classification: paired, fate: 'recovered' }, classification: paired },
      { found: { classification: { kind: 'corrupt' }, fate: 'quarantined' }, classification: unpaired },
      { found: { classification: { kind: 'half-paired' }, fate: 'quarantined' }, classification: unpaired },
      { found: { classification: paired, fate: 'kept' }, classification: paired, holder },
    ]),
  };
}

export const restart: ConnectionEnd = { by: 'library', statusCode: 515, message: 'restart' };

const statusCodes = [
  515, 515, 440, 401, 402, 403, 405, 406, 408, 409, 411, 419, 428, 429, 500, 501, 503, 504, 999,
] as const;
const texts: readonly [LibraryText, ...LibraryText[]] = [
  'qr-refs-ended',
  'account-signature-invalid',
  'device-identity-missing',
  'noise-certificate-invalid',
];
const ownEnds: readonly [OwnEnd, ...OwnEnd[]] = [
  'no-answer',
  'codes-used-up',
  'no-refs',
  'http-answer',
  'account-not-proven',
  'server-not-whatsapp',
  'peer-silent',
  'link-deaf',
  'code-over',
];

/** What the client library says, mostly no more than a code; or what this program decides. */
function end(choose: Choose): ConnectionEnd {
  const library = { by: 'library', message: 'Stream Errored' } as const;
  switch (choose(['code', 'code', 'code', 'data', 'system', 'text', 'own'])) {
    case 'code':
      return { ...library, statusCode: choose(statusCodes) };
    case 'data':
      return {
        ...library,
        statusCode: choose([401, 402, 429]),
        data: choose([{ type: 'device_removed' }, { expire: '60' }]),
      };
    case 'system':
      return { ...library, systemCode: choose(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED']) };
    case 'text':
      return { ...library, statusCode: choose([408, 500]), known: choose(texts) };
    case 'own':
      return { by: 'console', why: choose(ownEnds) };
  }
}

/** One event of each type, of the live socket. An event that is new to the machine does not compile until it is here. */
export const tell: { readonly [T in EventType]: (state: State, choose: Choose) => EventOf<T> } = {
  start: (_, choose) => ({ type: 'start', takeOver: choose([true, false]) }),
  relink: () => ({ type: 'relink' }),
  disconnect: () => ({ type: 'disconnect' }),
  expect: (_, choose) => ({
    type: 'expect',
    number: choose([undefined, pairedNumber, otherNumber, '972500000000']),
  }),
  'refuse-number': () => ({ type: 'refuse-number' }),
  'scan-claimed': () => ({ type: 'scan-claimed' }),
  'scan-failed': () => ({ type: 'scan-failed' }),
  shutdown: () => ({ type: 'shutdown' }),
  'passkey-differs': () => ({ type: 'passkey-differs' }),
  slept: (_, choose) => choose([{ type: 'slept' }, { type: 'slept', socketDead: true }]),
  portal: (_, choose) => ({ type: 'portal', status: choose([302, 511, undefined]) }),
  loaded: (_, choose) => loaded(choose),
  'handed-over': (_, choose) => ({
    type: 'handed-over',
    found: loaded(choose).found,
    classification: classification(choose),
  }),
  'load-failed': (_, choose) => ({ type: 'load-failed', error: storageError(choose) }),
  saved: (_, choose) => ({ type: 'saved', classification: classification(choose) }),
  'save-failed': (_, choose) => ({ type: 'save-failed', error: storageError(choose) }),
  released: (_, choose) => ({ type: 'released', loggedOut: choose([true, false]) }),
  'release-failed': (_, choose) => ({ type: 'release-failed', error: storageError(choose) }),
  dialing: ({ generation }) => ({ type: 'dialing', generation }),
  wake: ({ wakeToken }) => ({ type: 'wake', token: wakeToken }),
  'storage-fault': (_, choose) => ({ type: 'storage-fault', error: storageError(choose) }),
  crashed: () => ({ type: 'crashed' }),
  qr: ({ generation }, choose) => ({
    type: 'qr',
    generation,
    text: 'qr',
    lifetimeMs: choose([60_000, 20_000]),
    rescan: choose([false, true]),
  }),
  'scan-heard': ({ generation }) => ({ type: 'scan-heard', generation }),
  'code-issued': ({ generation }) => ({ type: 'code-issued', generation, text: 'ABCD-EFGH', lifetimeMs: 100_000 }),
  'passkey-request': ({ generation }) => ({ type: 'passkey-request', generation, lifetimeMs: 300_000 }),
  'passkey-code': ({ generation }) => ({ type: 'passkey-code', generation, text: 'ABCD-EFGH' }),
  'pair-success': ({ generation }, choose) => ({
    type: 'pair-success',
    generation,
    classification: classification(choose),
  }),
  'credentials-changed': ({ generation }) => ({ type: 'credentials-changed', generation }),
  accepted: ({ generation }, choose) => ({ type: 'accepted', generation, classification: classification(choose) }),
  open: ({ generation }) => ({ type: 'open', generation }),
  'pre-keys': ({ generation }, choose) => ({ type: 'pre-keys', generation, count: choose([812, 812, 1, 0]) }),
  'pre-keys-failed': ({ generation }, choose) => ({
    type: 'pre-keys-failed',
    generation,
    reason: choose(['refused', 'unanswered', 'missing']),
  }),
  restriction: ({ generation }, choose) => ({
    type: 'restriction',
    generation,
    restriction: choose([null, { kind: 'reach-out', until: 60_000 }, { kind: 'other' }]),
  }),
  'restriction-over': () => ({ type: 'restriction-over' }),
  'code-typed': ({ generation }) => ({ type: 'code-typed', generation }),
  'code-answered': ({ generation }, choose) => ({ type: 'code-answered', generation, triesLeft: choose([2, 1, 0]) }),
  'code-refreshed': ({ generation }) => ({
    type: 'code-refreshed',
    generation,
    text: 'EFGH-JKLM',
    lifetimeMs: 180_000,
  }),
  'code-failed': ({ generation }, choose) => ({
    type: 'code-failed',
    generation,
    why: choose(['code-finish-refused', 'code-finish-unanswered', 'code-mismatch']),
  }),
  end: ({ generation }, choose) => ({ type: 'end', generation, end: end(choose) }),
};

export const eventTypes = Object.keys(tell) as [EventType, ...EventType[]];

/** The events that say of which socket or of which timer they are. */
export const taggedTypes = ['wake', ...eventTypes.filter(isOfSocket)] as [EventType, ...EventType[]];

function isOfSocket(type: EventType): boolean {
  return 'generation' in tell[type](initialState(0), choicesOf(0));
}

/** What people and the workstation can do at any time. */
export const interruptions = [
  'disconnect',
  'relink',
  'shutdown',
  'slept',
  'expect',
  'crashed',
  'storage-fault',
] as const;

/** What is told of a scan that has not led to a link yet. */
const scans = ['scan-claimed', 'scan-claimed', 'scan-claimed', 'scan-heard', 'scan-failed', 'scan-failed'] as const;

/** A code takes the QR's place. */
const issued = ['code-issued', 'code-issued', 'code-issued', 'code-issued', 'code-issued'] as const;
/** A person types the code, and the phone hears of it. */
const typings = ['code-typed', 'code-typed', 'code-typed', 'code-typed'] as const;
const answers = [
  'code-answered',
  'code-answered',
  'code-answered',
  'code-answered',
  'code-answered',
  'code-answered',
] as const;

/** The events that mean something where a state stands; those that lead further appear more than once. */
export function fitting(state: State): EventTypes {
  const events = fittingPhase(state);
  return state.carried.restriction?.until === undefined ? events : [...events, 'restriction-over', 'restriction-over'];
}

function fittingPhase(state: State): EventTypes {
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return ['start', 'start', 'start', 'handed-over', 'relink', 'expect', 'disconnect'];
    case 'connecting':
    case 'verifying':
    case 'reconnecting':
      return fittingStep(state);
    case 'awaiting-scan':
      return [...issued, 'passkey-request', 'passkey-request', 'qr', ...scans, 'end', 'wake'];
    case 'awaiting-code':
      return state.code.typedAt === undefined
        ? ['code-issued', 'code-refreshed', ...typings, 'code-failed', 'passkey-request', 'pair-success', 'end', 'wake']
        : ['code-issued', 'code-refreshed', ...answers, 'code-failed', 'code-failed', 'pair-success', 'end', 'wake'];
    case 'awaiting-passkey':
      return ['passkey-code', 'passkey-code', 'passkey-differs', 'passkey-differs', 'pair-success', 'end', 'wake'];
    case 'pairing':
      return ['saved', 'saved', 'saved', 'save-failed', 'end', 'end', 'wake'];
    case 'restarting':
      return ['dialing', 'dialing', 'dialing'];
    case 'awaiting-acceptance':
      return ['refuse-number', 'refuse-number', 'saved', 'end', 'credentials-changed', 'expect', 'slept'];
    case 'connected':
      return [
        'wake',
        'end',
        'end',
        'end',
        'pre-keys-failed',
        'restriction',
        'restriction',
        'credentials-changed',
        'saved',
        'expect',
      ];
    case 'stopping':
      return ['released', 'released', 'released', 'released', 'released', 'release-failed', 'relink', 'start'];
  }
}

function fittingStep(state: Extract<State, { phase: 'connecting' | 'verifying' | 'reconnecting' }>): EventTypes {
  switch (state.step) {
    case 'loading':
      return ['loaded', 'loaded', 'loaded', 'loaded', 'loaded', 'loaded', 'loaded', 'load-failed'];
    case 'saving':
      return ['saved', 'saved', 'saved', 'saved', 'saved', 'save-failed'];
    case 'waiting':
      return ['wake', 'slept', 'portal', 'expect', 'relink', 'disconnect'];
    case 'dialing':
      return ['dialing', 'dialing', 'qr', 'qr', 'qr', 'accepted', 'accepted', 'pair-success', 'end', 'wake'];
    case 'settling':
      return ['open', 'open', 'pre-keys', 'pre-keys', 'pre-keys-failed', 'restriction', 'end', 'end', 'wake'];
  }
}
