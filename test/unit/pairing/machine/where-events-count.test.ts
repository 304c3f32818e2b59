import { expect, test } from 'vitest';

import { step } from '../../../../electron/pairing/machine/machine.ts';
import type { Event } from '../../../../electron/pairing/machine/state.ts';
import {
  type StateName,
  generation,
  moment,
  paired,
  stageOf,
  stateNames,
  states,
  wakeToken,
} from '../../../support/machine-states.ts';

/** Where an event counts: the stage that follows, and the effects that it asks for. Anywhere else it changes nothing. */
type Outcomes = Partial<Record<StateName, string>>;

const each = (names: readonly StateName[], outcome: string): Outcomes =>
  Object.fromEntries(names.map((name) => [name, outcome]));
/** The stage stays the same. */
const inPlace = (names: readonly StateName[], effects: string): Outcomes =>
  Object.fromEntries(names.map((name) => [name, `${stageOf(states[name])}: ${effects}`]));

const scans = ['awaiting a scan', 'awaiting a claimed scan'] as const;
const codes = ['awaiting a code', 'a typed code', 'a typed code to type again'] as const;
const offers = [...scans, ...codes, 'awaiting a passkey'] as const;
const logins = [
  'first login settling',
  'first login opened',
  'awaiting acceptance',
  'connected',
  'connected, stable',
  'reconnecting, settling',
] as const;
/** A socket is there. */
const live = [
  'registering',
  'dialing what was found',
  ...offers,
  'pairing',
  'pairing, saved',
  'verifying',
  ...logins,
  'reconnecting',
] as const;
const stopping = ['stopping to idle', 'stopping to begin anew', 'stopping for good'] as const;
const ended = ['idle', 'stopped'] as const;
const running = stateNames.filter((name) => ![...ended, ...stopping].some((other) => other === name));

const unpaired = { kind: 'unpaired' } as const;
const found = { classification: { kind: 'empty' }, fate: 'none' } as const;
const error = { code: 'storage-full', place: '/data' } as const;
const end = { by: 'library', statusCode: 503, message: 'unavailable' } as const;
const linkingCode = { text: 'JKLM-NPQR', lifetimeMs: 180_000 } as const;

const comesBack = 'reconnecting waiting: record hang-up wake';
const asksAgain = 'connecting waiting: record hang-up wake';
const givesUp = 'stopping: record release';

const rows: [what: string, event: Event, counts: Outcomes][] = [
  ['a start', { type: 'start' }, each(ended, 'connecting loading: load')],
  ['a relink', { type: 'relink' }, each(stateNames, 'stopping: release')],
  ['a disconnect', { type: 'disconnect' }, each(stateNames, 'stopping: release')],
  ['a shutdown', { type: 'shutdown' }, each(stateNames, 'stopping: release')],
  ['a refusal of the number', { type: 'refuse-number' }, { 'awaiting acceptance': 'stopping: release' }],
  ['a claimed scan', { type: 'scan-claimed' }, { 'awaiting a scan': 'awaiting-scan: wake' }],
  ['a failed scan', { type: 'scan-failed' }, { 'awaiting a claimed scan': 'awaiting-scan: record wake' }],
  ['another code on the phone', { type: 'passkey-differs' }, { 'awaiting a passkey': givesUp }],
  [
    'a sleep',
    { type: 'slept' },
    {
      'waiting to load': 'connecting loading: load',
      'waiting to dial': 'connecting dialing: connect',
      ...each(
        ['waiting to reconnect', 'awaiting acceptance', 'connected', 'connected, stable'],
        'reconnecting dialing: connect',
      ),
    },
  ],
  [
    // A pairing and a restart go on by themselves.
    'a socket that shows no life',
    { type: 'slept', socketDead: true },
    {
      'waiting to load': 'connecting loading: load',
      'waiting to dial': 'connecting dialing: connect',
      ...each(['registering', 'dialing what was found'], 'connecting dialing: connect'),
      verifying: 'restarting: connect',
      ...each(['reconnecting', 'waiting to reconnect', ...logins], 'reconnecting dialing: connect'),
      'awaiting a scan': 'stopping: release',
      'awaiting a claimed scan': 'connecting dialing: record hang-up connect',
      ...each([...codes, 'awaiting a passkey'], givesUp),
    },
  ],
  // What it is called there: shut-way.test.ts.
  ['a sign-in page of the network', { type: 'portal', status: 302 }, inPlace(stateNames, '')],
  ['no sign-in page any more', { type: 'portal', status: undefined }, {}],
  ['loaded credentials', { type: 'loaded', found, classification: unpaired }, { loading: 'connecting saving: save' }],
  [
    'a failed load',
    { type: 'load-failed', error },
    each(['loading', 'saving', 'waiting to load', 'waiting to dial', 'registering', 'dialing what was found'], givesUp),
  ],
  [
    'saved credentials of a link',
    { type: 'saved', classification: paired },
    {
      saving: 'connecting dialing: connect',
      pairing: 'pairing saved: release-reply wake',
      'pairing, closed': 'restarting: connect',
      ...inPlace(['awaiting acceptance', 'connected', 'connected, stable'], ''),
    },
  ],
  [
    'saved credentials without a link',
    { type: 'saved', classification: unpaired },
    { saving: 'connecting dialing: connect' },
  ],
  ...(['save-failed', 'storage-fault'] as const).map((type): [string, Event, Outcomes] => [
    `a ${type}`,
    { type, error },
    { ...each(running, givesUp), ...inPlace(['pairing', 'pairing, closed'], 'record wake') },
  ]),
  ['a crash inside', { type: 'crashed' }, { ...each(running, givesUp), ...each(stopping, 'stopped: record') }],
  [
    'a release',
    { type: 'released', loggedOut: true },
    {
      'stopping to idle': 'idle: ',
      'stopping to begin anew': 'connecting loading: load',
      'stopping for good': 'stopped: ',
    },
  ],
  ['a failed release', { type: 'release-failed', error }, each(stopping, 'stopped: record')],
  [
    'a socket that is opened',
    { type: 'dialing', generation },
    {
      registering: 'connecting dialing: wake',
      ...each(['dialing what was found', 'restarting'], 'verifying dialing: wake'),
      reconnecting: 'reconnecting dialing: wake',
    },
  ],
  [
    'a wake-up',
    { type: 'wake', token: wakeToken },
    {
      // None is asked for while credentials are read or written.
      ...each(['loading', 'saving', 'registering'], asksAgain),
      'waiting to load': 'connecting loading: load',
      'waiting to dial': 'connecting dialing: connect',
      ...each(['dialing what was found', 'verifying', 'first login opened', 'reconnecting'], comesBack),
      ...each(offers, givesUp),
      'a typed code to type again': 'awaiting-code: wake',
      ...inPlace(['pairing', 'pairing, closed'], 'save wake'),
      'pairing, saved': 'restarting: connect',
      ...each(['first login settling', 'reconnecting, settling'], 'reconnecting dialing: record hang-up connect'),
      ...inPlace(['connected', 'connected, stable'], ''),
      'waiting to reconnect': 'reconnecting dialing: connect',
    },
  ],
  ['an earlier wake-up', { type: 'wake', token: wakeToken - 1 }, {}],
  [
    'a QR',
    { type: 'qr', generation, text: 'next', lifetimeMs: 20_000, rescan: false },
    each(['registering', ...scans], 'awaiting-scan: wake'),
  ],
  ['a scan that WhatsApp reports', { type: 'scan-heard', generation }, each(scans, 'awaiting-scan: wake')],
  [
    'a linking code',
    { type: 'code-issued', generation, ...linkingCode },
    each([...scans, ...codes], 'awaiting-code: wake'),
  ],
  ['a refreshed code', { type: 'code-refreshed', generation, ...linkingCode }, each(codes, 'awaiting-code: wake')],
  ['a typed code', { type: 'code-typed', generation }, each(codes, 'awaiting-code: wake')],
  [
    'an answer to a typed code',
    { type: 'code-answered', generation, triesLeft: 2 },
    inPlace(['a typed code', 'a typed code to type again'], ''),
  ],
  ['the last answer to a typed code', { type: 'code-answered', generation, triesLeft: 0 }, {}],
  ['a failed code', { type: 'code-failed', generation, why: 'code-mismatch' }, each(codes, givesUp)],
  [
    'a passkey request',
    { type: 'passkey-request', generation, lifetimeMs: 300_000 },
    each(offers, 'awaiting-passkey: wake'),
  ],
  [
    'a code beside the passkey',
    { type: 'passkey-code', generation, text: 'WXYZ-1234' },
    { 'awaiting a passkey': 'awaiting-passkey: wake' },
  ],
  [
    'the signature of a phone',
    { type: 'pair-success', generation, classification: paired },
    each(['registering', ...offers], 'pairing: note-pairing save wake'),
  ],
  ['changed credentials', { type: 'credentials-changed', generation }, inPlace(live, 'save')],
  [
    'an accepted login',
    { type: 'accepted', generation, classification: paired },
    {
      // No new socket had logged in with saved credentials.
      ...each(['registering', 'dialing what was found', ...offers], givesUp),
      verifying: 'verifying settling: pairing-over wake',
      reconnecting: 'reconnecting settling: wake',
    },
  ],
  [
    'the end of the queries',
    { type: 'open', generation },
    inPlace(['first login settling', 'reconnecting, settling'], 'wake'),
  ],
  [
    'a count of pre-keys',
    { type: 'pre-keys', generation, count: 812 },
    {
      ...inPlace(['first login settling', 'reconnecting, settling'], 'wake'),
      'first login opened': 'connected: keep-link wake',
    },
  ],
  ['a count of no pre-keys', { type: 'pre-keys', generation, count: 0 }, {}],
  ['a failure of the pre-keys', { type: 'pre-keys-failed', generation, reason: 'refused' }, each(logins, comesBack)],
  ['a restriction', { type: 'restriction', generation, restriction: { kind: 'new-chats' } }, inPlace(live, '')],
  ['the end of a restriction that there is not', { type: 'restriction-over' }, {}],
  [
    'the end of a connection',
    { type: 'end', generation, end },
    {
      ...each(['registering', ...scans], asksAgain),
      ...each([...codes, 'awaiting a passkey'], givesUp),
      pairing: 'pairing closed: record hang-up wake',
      'pairing, saved': 'restarting: record hang-up connect',
      ...each(['dialing what was found', 'verifying', 'reconnecting', ...logins], comesBack),
    },
  ],
];

test.each(rows)('%s counts only where it means something', (_, event, counts) => {
  const outcomes = stateNames.flatMap((name) => {
    const { state, effects } = step(states[name], event, moment);
    if (state === states[name] && effects.length === 0) return [];
    return [[name, `${stageOf(state)}: ${effects.map(({ type }) => type).join(' ')}`]];
  });
  expect(Object.fromEntries(outcomes)).toEqual(counts);
});
