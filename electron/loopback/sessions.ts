import { getAllBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys';

import type { LoginRequest } from './client-payload.ts';
import type { LoopbackClock } from './clock.ts';
import type { Connection, StanzaHandler } from './connection.ts';
import type { Account, Device, Directory } from './directory.ts';
import type { LoopbackEvent } from './events.ts';
import type { Inboxes } from './inboxes.ts';
import type { MediaServer } from './media-server.ts';
import { refusalOf, routeMessage, type Envelope } from './messages.ts';
import { garbageFrame, type Misbehaviours } from './misbehaviour.ts';
import type { NoiseClient } from './noise-server.ts';
import { oddStanza } from './odd-stanzas.ts';
import { takePresence } from './presence.ts';
import { answerQuery } from './queries.ts';
import { deviceRemoved, downgrade, failure, iqError, iqResult, node, offlineDone, replaced } from './stanzas.ts';

export interface SessionOptions {
  readonly inboxes: Inboxes;
  readonly media: MediaServer;
  readonly clock: LoopbackClock;
  readonly directory: Directory;
  readonly misbehaviours: Misbehaviours;
  readonly emit: (event: LoopbackEvent) => void;
  readonly deliver: (account: Account, envelope: Envelope) => Promise<void>;
  /** Whether a companion that silences its phone is reported. */
  readonly judgesPresence: boolean;
  /** Whether the server still has the pre-keys of a device that logs in; otherwise they must be uploaded anew. */
  readonly keepsPreKeys: boolean;
}

/**
 * Logged-in companions. `<success lid t>`, then what waited, then `<ib><offline count>`: read so by Baileys (7.0.0-rc14,
 * `lib/Socket/socket.js`) and whatsmeow (`connectionevents.go`, `handleConnectSuccess`, `handleIB`). A second login of a
 * device ends the first with `conflict type=replaced`, an unlinked device gets 401: the same places. `remove-companion-device`
 * as Baileys (`logout`) and whatsmeow (`client.go`, `Logout`) send it; its refusal for another device is our own reading.
 */
export interface Sessions {
  /** Lets a linked device in, or refuses it as the real server would. */
  begin(connection: Connection, client: NoiseClient, login: LoginRequest): StanzaHandler;
  /** Removes a linked device for good; `false`: there is none. */
  unlink(device: Device, by: 'phone' | 'companion'): boolean;
}

export function createSessions(options: SessionOptions): Sessions {
  const { inboxes, media, clock, directory, misbehaviours, emit, deliver, judgesPresence, keepsPreKeys } = options;
  function unlink(device: Device, by: 'phone' | 'companion'): boolean {
    const { account, id, jid, connection } = device;
    if (account.devices.get(id) !== device || device.status !== 'linked') return false;
    account.devices.delete(id);
    emit({ type: 'unlinked', deviceJid: jid, by });
    connection?.end(deviceRemoved());
    return true;
  }

  /** The device that may log in with this key; otherwise nothing, and a violation where no honest client gets. */
  function identify(connection: Connection, noiseKey: Uint8Array, login: LoginRequest): Device | undefined {
    const account = directory.account(login.number);
    const device = login.device === undefined ? undefined : account?.devices.get(login.device);
    const problem = (): string | undefined => {
      if (login.device === undefined) return 'logged in without a device part';
      if (!account || login.device >= account.nextDeviceId) return 'logged in as a device that never was';
      // A device that was unlinked or rejected is refused, but its client could not know.
      if (!device) return undefined;
      if (device.status === 'pairing') return 'logged in before its signature was verified';
      return Buffer.compare(device.noiseKey, noiseKey) === 0 ? undefined : 'logged in with a foreign noise key';
    };
    const detail = problem();
    if (detail === undefined) return device;
    connection.report('login-identity', detail);
    return undefined;
  }

  function misbehaveAfterOpen(connection: Connection, device: Device): void {
    const misbehaviour = misbehaviours.take('open', device.account.number);
    if (!misbehaviour) return;
    clock.after(misbehaviour.afterMs, () => {
      if (misbehaviour.kind === 'unlink') unlink(device, 'phone');
      else if (misbehaviour.kind === 'replace') connection.end(replaced());
      else if (misbehaviour.kind === 'silence') connection.fallSilent();
      else if (misbehaviour.kind === 'stanza') connection.send(oddStanza(misbehaviour.stanza, device, clock.now()));
      else connection.sendRaw(garbageFrame());
    });
  }

  function createHandler(connection: Connection, device: Device): StanzaHandler {
    let opened = false;

    function takeIq(iq: BinaryNode): void {
      const { id, type, xmlns } = iq.attrs;
      if (id === undefined || (type !== 'get' && type !== 'set')) return;
      const question = getAllBinaryNodeChildren(iq)[0];
      if (xmlns === 'md' && question?.tag === 'remove-companion-device') {
        const misbehaviour = misbehaviours.take('logout', device.account.number)?.kind;
        if (misbehaviour === 'silent') return;
        const own = misbehaviour === undefined && question.attrs.jid === device.jid;
        connection.send(own ? iqResult(id) : iqError(id, 403, 'forbidden'));
        if (own) unlink(device, 'companion');
        return;
      }
      const { number } = device.account;
      if (xmlns !== undefined && misbehaviours.take('query', number, (planned) => planned.xmlns === xmlns)) {
        emit({ type: 'query-ignored', deviceJid: device.jid, xmlns });
        return;
      }
      const uploads = xmlns === 'encrypt' && type === 'set' && question?.tag === 'registration';
      const preKeys = uploads ? misbehaviours.take('pre-keys', number)?.kind : undefined;
      if (preKeys === 'ignore') return;
      const answer = answerQuery(iq, {
        device,
        media,
        preKeys,
        directory,
        wrong: (at, number) => misbehaviours.take(at, number)?.kind,
        report: connection.report,
        onPreKeys: (count) => emit({ type: 'pre-keys', deviceJid: device.jid, count }),
        onKeys: (jid) => emit({ type: 'keys-given', deviceJid: device.jid, of: jid }),
      });
      connection.send('error' in answer ? iqError(id, answer.error, 'not-acceptable') : iqResult(id, answer.content));
      if (question?.tag === 'digest' && !opened) {
        opened = true;
        emit({ type: 'open', connection: connection.id, deviceJid: device.jid });
        misbehaveAfterOpen(connection, device);
      }
    }

    return async (stanza) => {
      if (stanza.tag === 'iq') takeIq(stanza);
      else if (stanza.tag === 'message') {
        const { report } = connection;
        const context = { sender: device, directory, now: () => clock.now(), deliver, report };
        const misbehaviour = misbehaviours.take('message', device.account.number);
        const refused = misbehaviour && refusalOf(misbehaviour, stanza);
        if (refused !== undefined) connection.send(refused);
        else {
          const acknowledgement = await routeMessage(stanza, context);
          if (misbehaviour?.kind !== 'silent') connection.send(acknowledgement);
        }
      } else if (stanza.tag === 'presence') {
        takePresence(stanza, device, emit, judgesPresence ? connection.report : () => undefined);
      } else if (stanza.tag === 'ack') await inboxes.acknowledge(device, stanza);
      else if (stanza.tag === 'receipt') {
        const { id = '', to = '', type } = stanza.attrs;
        emit({ type: 'receipt', deviceJid: device.jid, id, receipt: type });
        connection.send(node('ack', { class: 'receipt', id, from: to }));
        await inboxes.acknowledge(device, stanza);
      }
    };
  }

  return {
    unlink,
    begin(connection, { noiseKey, routingInfo }, login) {
      const refuse = (lastWord: BinaryNode): StanzaHandler => {
        connection.end(lastWord);
        return () => undefined;
      };
      const device = identify(connection, noiseKey, login);
      if (!device) return refuse(failure(401));
      const misbehaviour = misbehaviours.take('login', login.number);
      if (misbehaviour?.kind === 'fail') return refuse(failure(misbehaviour.code, misbehaviour.attrs));
      if (misbehaviour?.kind === 'downgrade') return refuse(downgrade());

      device.connection?.end(replaced());
      device.connection = connection;
      device.logins += 1;
      if (!keepsPreKeys) device.preKeys.clear();
      connection.onClose(() => {
        if (device.connection !== connection) return;
        device.connection = undefined;
        device.available = false;
      });
      const t = Math.floor(clock.now() / 1000).toString();
      connection.send(node('success', { t, lid: device.lid, location: 'loopback' }));
      const waited = inboxes.deliver(device, connection);
      if (misbehaviours.take('offline', login.number) === undefined) connection.send(offlineDone(waited));
      emit({ type: 'login', connection: connection.id, deviceJid: device.jid, routed: routingInfo !== undefined });
      return createHandler(connection, device);
    },
  };
}
