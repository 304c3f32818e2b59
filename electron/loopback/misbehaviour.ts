import { randomBytes } from 'node:crypto';

import { z } from 'zod';

/**
 * Stanzas that have no place on a link that stands. None of them may change whose link it is.
 * - `pair-success-unsealed`: the device identity has no valid seal
 * - `pair-success-of-another-number`: sealed with this companion's secret and signed by the phone of another number
 * - `pair-device`: refs, as for a companion that registers
 * - `success-with-another-lid`: the login is accepted once more, for another account
 * - `failure-in-stream-error`: a 401 where no server puts it
 * - `other-device-removed`: another companion of the same account was unlinked
 * - `code-typed`, `code-refreshed`: two stages of linking with a code
 * - `secret-retired`, `passkey-asked`: what else may come between a scan and `pair-success`
 *
 * zapo (`src/auth/pairing/WaPairingFlow.ts`) ignores a `pair-success` once it is registered; whatsmeow (`pair.go`) and
 * Baileys (`lib/Socket/socket.js`) take it. One source.
 */
export const oddStanzas = [
  'pair-success-unsealed',
  'pair-success-of-another-number',
  'pair-device',
  'success-with-another-lid',
  'failure-in-stream-error',
  'other-device-removed',
  'code-typed',
  'code-refreshed',
  'secret-retired',
  'passkey-asked',
] as const;
export type OddStanza = (typeof oddStanzas)[number];

const milliseconds = z.number().int().nonnegative();
const failure = z.object({
  kind: z.literal('fail'),
  code: z.number().int().min(400).max(599),
  attrs: z.record(z.string(), z.string()).optional(),
});

/** How the endpoint or a phone departs from the good course, and at which step. */
export const misbehaviourSchema = z.union([
  /** `no-upgrade`: TCP is accepted and nothing follows. `silent`: the WebSocket opens and nothing follows. */
  z.object({ at: z.literal('connection'), kind: z.enum(['no-upgrade', 'silent']) }),
  /** Somebody else answers the request for a WebSocket, as a portal (302, 511), a proxy (407) or a filter (403) does. */
  z.object({ at: z.literal('connection'), kind: z.literal('answer'), status: z.number().int().min(200).max(599) }),
  /** Random bytes in place of the server's hello. */
  z.object({ at: z.literal('connection'), kind: z.literal('garbage') }),
  /**
   * Another chain in the Noise handshake than the endpoint's own. `forged`: a signature is false. `replayed`: the public
   * chain of web.whatsapp.com, which certifies another key, as crabline (`src/servers/whatsapp-baileys-websocket.ts`) and
   * any rogue server would show it. `expired`: the endpoint's own, but its dates have passed. Clients that refuse the
   * first two: whatsmeow `handshake.go`, zapo `src/transport/noise/WaNoiseCert.ts`; the third: whatsmeow alone.
   */
  z.object({
    at: z.literal('connection'),
    kind: z.literal('certificate'),
    chain: z.enum(['forged', 'replayed', 'expired']),
  }),
  /** Everything that the server says on this connection comes late. */
  z.object({ at: z.literal('connection'), kind: z.literal('slow'), delayMs: milliseconds }),
  /** `<failure reason=code>`. For a ban, 402, the server adds `{ code: '101' … '106', expire: seconds }`. */
  failure.extend({ at: z.literal('registration') }),
  failure.extend({ at: z.literal('login') }),
  /** 405 for a client whose WA Web revision is lower than this; the others register. */
  z.object({ at: z.literal('registration'), kind: z.literal('outdated'), below: z.number().int() }),
  /** 411: the account's phone lacks multi-device. */
  z.object({ at: z.literal('registration'), kind: z.literal('downgrade') }),
  z.object({ at: z.literal('login'), kind: z.literal('downgrade') }),
  /** Fewer refs, so that they are used up sooner; 0: at once. */
  z.object({ at: z.literal('registration'), kind: z.literal('refs'), count: z.number().int().min(0).max(6) }),
  /**
   * `close`: the socket closes before `pair-success`. `forged-…`: the phone's proof is false. `reject`: the phone says no
   * after the companion has signed; the device never exists. `no-restart`: linked, but no 515 follows.
   * `retire-secret`: the phone finds the code's secret retired, and its companion is told to make a new one.
   * `passkey`: the account wants its passkey before it links; `-bare`: without saying what of it.
   */
  z.object({
    at: z.literal('scan'),
    kind: z.enum([
      'close',
      'forged-seal',
      'forged-account-signature',
      'reject',
      'no-restart',
      'retire-secret',
      'passkey',
      'passkey-bare',
    ]),
  }),
  /** A refusal where a companion asks for a linking code: 400, 403, 429, 452 or 500 (whatsapp-rust `PairCodeRejection`). */
  z.object({ at: z.literal('code'), kind: z.literal('fail'), code: z.number().int().min(400).max(599) }),
  /** The phone's `primary_hello` names another ref than the code's; whatsmeow and zapo ignore such a one. */
  z.object({ at: z.literal('code-typed'), kind: z.literal('foreign-ref') }),
  /** `companion_finish` is refused, or gets no answer (zapo and whatsapp-rust treat both as a failure). */
  z.object({ at: z.literal('code-finish'), kind: z.literal('fail'), code: z.number().int().min(400).max(599) }),
  z.object({ at: z.literal('code-finish'), kind: z.literal('silent') }),
  /** The phone does not go on after an assertion that was accepted. */
  z.object({ at: z.literal('passkey'), kind: z.literal('silent') }),
  /** Delivered, and never acknowledged. */
  z.object({ at: z.literal('message'), kind: z.literal('silent') }),
  /** Not delivered, and refused with this code: 421, 429, 463, 475, 479. */
  z.object({ at: z.literal('message'), kind: z.literal('nack'), code: z.number().int() }),
  /** Refused with 463 when it is addressed to a number; addressed to a LID it is delivered. */
  z.object({ at: z.literal('message'), kind: z.literal('lid-only') }),
  /**
   * An upload of a file is refused with this code, gets no answer, is cut off in the middle, or is answered with 200 and
   * without a place.
   */
  z.object({ at: z.literal('upload'), kind: z.literal('fail'), code: z.number().int().min(300).max(599) }),
  z.object({ at: z.literal('upload'), kind: z.enum(['silent', 'cut', 'nonsense']) }),
  /** A download is refused (404 and 410: no longer kept), gets no answer, ends half-way, or has one bit changed. */
  z.object({ at: z.literal('download'), kind: z.literal('fail'), code: z.number().int().min(300).max(599) }),
  z.object({ at: z.literal('download'), kind: z.enum(['silent', 'cut', 'corrupt']) }),
  /** A login is never told that everything which waited has been sent. */
  z.object({ at: z.literal('offline'), kind: z.literal('unfinished') }),
  /** Asked about this phone: `no-devices`, as for a number without WhatsApp; `no-lid`, `no-number`: that is not told. */
  z.object({ at: z.literal('usync'), kind: z.enum(['no-devices', 'no-lid', 'no-number']) }),
  /** This phone's keys are not found. */
  z.object({ at: z.literal('keys'), kind: z.literal('missing') }),
  /** The request to remove this companion gets no answer, or a refusal; the device stays on the phone's list. */
  z.object({ at: z.literal('logout'), kind: z.enum(['silent', 'refuse']) }),
  /** An upload of pre-keys is refused, gets no answer, or only every second key of it is kept. */
  z.object({ at: z.literal('pre-keys'), kind: z.enum(['refuse', 'ignore', 'half']) }),
  /** A query of a logged-in client with this namespace gets no answer: `passive`, `w:sync:app:state`, … */
  z.object({ at: z.literal('query'), kind: z.literal('ignore'), xmlns: z.string() }),
  /**
   * Once a login is through: the phone unlinks the device, another login takes its place, or garbage comes. `silence`:
   * nothing more is read or said, and the connection stays open, as behind a NAT that has forgotten it.
   */
  z.object({
    at: z.literal('open'),
    kind: z.enum(['unlink', 'replace', 'garbage', 'silence']),
    afterMs: milliseconds,
  }),
  z.object({ at: z.literal('open'), kind: z.literal('stanza'), stanza: z.enum(oddStanzas), afterMs: milliseconds }),
]);
export type Misbehaviour = z.infer<typeof misbehaviourSchema>;

type At = Misbehaviour['at'];
export type MisbehaviourAt<A extends At> = Misbehaviour & { readonly at: A };

export interface MisbehaviourScope {
  /** How many times it happens; without it, until it is taken back. */
  readonly times?: number | undefined;
  /** Only for this phone, at the steps where the number is known: all but `connection`, `registration`, `upload` and `download`. */
  readonly number?: string | undefined;
}

export interface Misbehaviours {
  /** Later ones wait until earlier ones for the same step are used up. The returned function takes it back. */
  add(misbehaviour: Misbehaviour, scope?: MisbehaviourScope): () => void;
  /** What is to go wrong at this step now, if anything; counts it as having happened. */
  take<A extends At>(
    at: A,
    number?: string,
    fits?: (planned: MisbehaviourAt<A>) => boolean,
  ): MisbehaviourAt<A> | undefined;
  clear(): void;
}

export function createMisbehaviours(): Misbehaviours {
  const planned = new Set<{ misbehaviour: Misbehaviour; times: number; number: string | undefined }>();
  return {
    add(misbehaviour, { times = Infinity, number } = {}) {
      const plan = { misbehaviour, times, number };
      planned.add(plan);
      return () => void planned.delete(plan);
    },
    take(at, number, fits = () => true) {
      for (const plan of planned) {
        const { misbehaviour } = plan;
        if (!happensAt(misbehaviour, at) || !fits(misbehaviour)) continue;
        if (plan.number !== undefined && plan.number !== number) continue;
        plan.times -= 1;
        if (plan.times <= 0) planned.delete(plan);
        return misbehaviour;
      }
      return undefined;
    },
    clear: () => planned.clear(),
  };
}

function happensAt<A extends At>(misbehaviour: Misbehaviour, at: A): misbehaviour is MisbehaviourAt<A> {
  return misbehaviour.at === at;
}

/** A frame of the right form whose 64 bytes mean nothing to any cipher or codec. */
export function garbageFrame(): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 64]), randomBytes(64)]);
}
