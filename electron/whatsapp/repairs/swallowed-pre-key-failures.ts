import type { AuthenticationCreds, BinaryNode, KeyPair, WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../../shared/result.ts';
import type { Clock, PreKeyProblem } from '../../pairing/ports.ts';
import type { ClientCredentials } from '../client-credentials.ts';
import type * as clientLibrary from '../client.ts';
import type { OwnTurn } from '../own-turns.ts';
import type { AskServer, QueryFailure } from '../server-queries.ts';
import { refuseStanzas } from '../stanza-filter.ts';
import { encodeKeysAtOnce } from './slow-lists.ts';

/** The server has enough with more than these; the library's `MIN_PREKEY_COUNT`, whatsmeow's `MinPreKeyCount`. */
const minimumCount = 5;
/** So many are kept at the server when some are left (whatsmeow prekeys.go, `WantedPreKeyCount`). */
const refillCount = 50;
/** So long the whole may take before it counts as failed, in ms. An answer that comes later still counts. */
const boundMs = 10_000;
/** So long each answer is waited for, in ms. */
const answerMs = 60_000;
/** About two milliseconds of work on Node. */
const sliceLength = 32;

export interface PreKeysAtServer {
  /** Asks for the count and uploads where it is low. Resolves when that is done or has failed, 10 s from now at the latest. */
  ensure(): Promise<void>;
  stop(): void;
}

export interface PreKeysOptions {
  readonly client: typeof clientLibrary;
  readonly socket: WASocket;
  readonly credentials: ClientCredentials;
  readonly ask: AskServer;
  readonly clock: Clock;
  readonly ownTurn: OwnTurn;
  readonly onCount: (count: number) => void;
  readonly onFailed: (problem: PreKeyProblem) => void;
}

/**
 * Fault: the library swallows a refused or unanswered upload of pre-keys and calls the login open; people can then not write
 * to this device. It counts keys as uploaded before it uploads them, so that each of its four tries at each login makes
 * 812 new ones.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Socket/socket.js, `uploadPreKeysToServerIfRequired`, `uploadPreKeys`;
 * lib/Socket/messages-recv.js, `handleEncryptNotification`.
 * Repair: the upload is made here. Keys count as uploaded (`creds.firstUnuploadedPreKeyId`) once the server, asked for
 * the count, says that it has some; until then the next login uploads the same keys again. A failure is told within
 * 10 s. The queries are the library's; whatsmeow prekeys.go asks the same.
 * Shown by: test/integration/whatsapp/repairs/swallowed-pre-key-failures.test.ts.
 */
export function keepPreKeysAtServer(options: PreKeysOptions): PreKeysAtServer {
  const { client, socket, credentials, ask, clock, ownTurn, onCount, onFailed } = options;
  // Typed by the store; what it holds is the library's own.
  const creds = credentials.creds as AuthenticationCreds;
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const problemOf = ({ statusCode }: QueryFailure): PreKeyProblem =>
    statusCode === undefined ? 'unanswered' : 'refused';

  async function count(): Promise<Result<number, PreKeyProblem>> {
    const query = { type: 'get', xmlns: 'encrypt', content: [{ tag: 'count', attrs: {} }] } as const;
    const answered = await ask(query, answerMs);
    if (!answered.ok) return err(problemOf(answered.error));
    const value = Number(client.getBinaryNodeChild(answered.value, 'count')?.attrs.value);
    if (!Number.isInteger(value) || value < 0) return err('refused');
    return ok(value);
  }

  /** The `wanted` oldest keys that the server does not have, by id. Those that exist are used again. */
  async function keysToUpload(wanted: number): Promise<ReadonlyMap<number, KeyPair>> {
    const first = creds.firstUnuploadedPreKeyId;
    const ids = Array.from({ length: wanted }, (_, index) => first + index);
    const kept = await credentials.keys.get('pre-key', ids.map(String));
    const keys = new Map<number, KeyPair>();
    const made: Record<string, KeyPair> = {};
    for (const id of ids) {
      const found = kept[String(id)] as KeyPair | null | undefined;
      if (found) {
        keys.set(id, found);
        continue;
      }
      const key = client.Curve.generateKeyPair();
      made[id] = key;
      keys.set(id, key);
      if (keys.size % sliceLength === 0) await ownTurn();
    }
    if (Object.keys(made).length > 0) await credentials.keys.set({ 'pre-key': made });
    // Also where all were there: an attempt that was cut off may have made them, and not counted them.
    const nextPreKeyId = first + wanted;
    if (creds.nextPreKeyId < nextPreKeyId) socket.ev.emit('creds.update', { nextPreKeyId });
    return keys;
  }

  function uploadOf(list: readonly BinaryNode[]): BinaryNode[] {
    return [
      { tag: 'registration', attrs: {}, content: client.encodeBigEndian(creds.registrationId) },
      { tag: 'type', attrs: {}, content: client.KEY_BUNDLE_TYPE },
      { tag: 'identity', attrs: {}, content: creds.signedIdentityKey.public },
      { tag: 'list', attrs: {}, content: [...list] },
      client.xmppSignedPreKey(creds.signedPreKey),
    ];
  }

  /** Uploads and asks the count again. A server that took only some of them gets the same keys once more. */
  async function upload(before: number): Promise<Result<number, PreKeyProblem>> {
    await ownTurn();
    const keys = await keysToUpload(before === 0 ? client.INITIAL_PREKEY_COUNT : refillCount);
    await ownTurn();
    const encoded = encodeKeysAtOnce(client, keys);
    const content = uploadOf(encoded.placeholder);
    let counted = before;
    for (let attempt = 0; attempt < 2 && counted < keys.size; attempt += 1) {
      const uploaded = await ask(
        { type: 'set', xmlns: 'encrypt', content, encode: (stanza) => encoded.encode(stanza) },
        answerMs,
      );
      if (!uploaded.ok) return err(problemOf(uploaded.error));
      const recounted = await count();
      if (!recounted.ok) return recounted;
      counted = recounted.value;
    }
    if (counted === 0) return err('missing');
    const firstUnuploadedPreKeyId = creds.firstUnuploadedPreKeyId + keys.size;
    socket.ev.emit('creds.update', { firstUnuploadedPreKeyId });
    return ok(counted);
  }

  async function attempt(): Promise<Result<number, PreKeyProblem>> {
    const counted = await count();
    return !counted.ok || counted.value > minimumCount ? counted : upload(counted.value);
  }

  /** Resolves once this has come to something, or its time is up. */
  function run(): Promise<void> {
    return new Promise((resolve) => {
      let isLate = false;
      const onTime = clock.after(boundMs, () => {
        isLate = true;
        if (!stopped) onFailed('unanswered');
        resolve();
      });
      attempt()
        .then((result) => {
          onTime();
          if (stopped) return;
          if (result.ok) onCount(result.value);
          else if (!isLate) onFailed(result.error);
        })
        // Keys that cannot be kept: the store has told of it, and the session stops for that.
        .catch((error: unknown) => socket.end(error instanceof Error ? error : undefined))
        .finally(resolve);
    });
  }

  function ensure(): Promise<void> {
    underWay ??= run().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  // "Few are left": the library would upload five, and swallow a failure.
  refuseStanzas(socket, ({ tag, attrs, content }) => {
    const told = Array.isArray(content) ? content.find((child) => child.tag === 'count') : undefined;
    if (tag !== 'notification' || attrs.type !== 'encrypt' || told === undefined) return false;
    const { id = '', from = '' } = attrs;
    const ack = { tag: 'ack', attrs: { id, to: from, class: 'notification', type: 'encrypt' } };
    socket.sendNode(ack).catch((error: unknown) => socket.end(error instanceof Error ? error : undefined));
    void ensure();
    return true;
  });

  return {
    ensure,
    stop() {
      stopped = true;
    },
  };
}
