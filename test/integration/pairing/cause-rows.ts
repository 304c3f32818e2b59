import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';

import { initAuthCreds } from '@whiskeysockets/baileys';

import { encodeCreds } from '../../../electron/auth/creds-data.ts';
import type { Misbehaviour } from '../../../electron/loopback/misbehaviour.ts';
import type { Phone } from '../../../electron/loopback/phone.ts';
import type { NextStep, Retry } from '../../../shared/causes/card.ts';
import type { Cause } from '../../../shared/causes.ts';
import type { Confidence, CredentialsFate } from '../../../shared/failure.ts';
import { isConnected } from '../../../shared/session.ts';
import type { TenantId } from '../../../shared/tenant.ts';
import type { Rig } from '../../support/console-rig.ts';

/** A console, a tenant and a phone, in one run against the loopback WhatsApp. */
export interface World {
  readonly rig: Rig;
  readonly tenant: TenantId;
  readonly phone: Phone;
}

export interface Row {
  /** What makes it happen; the session has not been started. */
  readonly happen: (world: World) => Promise<unknown>;
  readonly confidence: Confidence;
  readonly credentials: CredentialsFate;
  readonly retry: Retry;
  readonly step: NextStep;
  /** Where the client goes instead of to the loopback. */
  readonly url?: (loopback: string) => Promise<string> | string;
}

const start = ({ rig, tenant }: World) => rig.console().registry.start(tenant);
const misbehaving = (misbehaviour: Misbehaviour) => (world: World) => {
  world.rig.whatsapp.misbehave(misbehaviour);
  return start(world);
};
const refusedAt = (at: 'registration' | 'login', code: number) => misbehaving({ at, kind: 'fail', code });
const answered = (status: number) => misbehaving({ at: 'connection', kind: 'answer', status });

async function scan(world: World): Promise<void> {
  await start(world);
  const qr = await world.rig.qr(world.tenant);
  await world.phone.scan(qr);
}
const scanned = (misbehaviour: Misbehaviour) => (world: World) => {
  world.rig.whatsapp.misbehave(misbehaviour, { times: 1 });
  return scan(world);
};

/** Links, then logs in again and is refused. */
async function linked(world: World): Promise<void> {
  await scan(world);
  await world.rig.until(world.tenant, isConnected);
}
const refusedLater = (code: number) => async (world: World) => {
  await linked(world);
  world.rig.whatsapp.misbehave({ at: 'login', kind: 'fail', code }, { times: 1 });
  world.rig.whatsapp.dropConnections();
  await world.rig.passRetry(world.tenant);
};

/** A server with another certificate, as an interceptor has; only its port matters. */
async function interceptor(): Promise<string> {
  const fixture = (name: string) => readFileSync(new URL(`../../support/certificate/${name}`, import.meta.url));
  const server = createServer({ key: fixture('key.pem'), cert: fixture('certificate.pem') });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `wss://127.0.0.1:${(server.address() as AddressInfo).port}/ws/chat`;
}

const authFolder = ({ rig, tenant }: World) => join(rig.dataFolder, 'storage/whatsapp', tenant, 'auth');

/** An identity that an earlier run has left on disk. */
const foundOnDisk = (change: object) => (world: World) => {
  mkdirSync(authFolder(world), { recursive: true });
  writeFileSync(join(authFolder(world), 'creds.json'), encodeCreds({ ...initAuthCreds(), ...change }));
  return start(world);
};

const freshQr = { retry: 'fresh-qr', credentials: 'none', step: 'scan-again' } as const;
const setAside = { retry: 'fresh-qr', credentials: 'quarantined', step: 'scan-again' } as const;
const stops = { retry: 'operator', credentials: 'none', confidence: 'certain' } as const;
const triesAgain = { retry: 'reconnect', credentials: 'none' } as const;

/** Every row of the table of causes that the endpoint, or the way to it, can produce. */
export const rows: Partial<Record<Cause, Row>> = {
  'scan-not-matching': { happen: scanned({ at: 'scan', kind: 'forged-seal' }), confidence: 'likely', ...freshQr },
  'scan-closed': { happen: scanned({ at: 'scan', kind: 'close' }), confidence: 'unclear', ...freshQr },
  'silent-scan': {
    async happen(world) {
      await start(world);
      const qr = await world.rig.qr(world.tenant);
      await world.phone.setOffline(true);
      await world.phone.scan(qr);
      await world.rig.console().registry.claimScan(world.tenant);
      await world.rig.clock.advance(20_000);
    },
    confidence: 'unclear',
    ...freshQr,
  },
  'rejected-after-scan': { happen: scanned({ at: 'scan', kind: 'reject' }), confidence: 'likely', ...setAside },
  'first-login-refused': {
    happen: scanned({ at: 'login', kind: 'fail', code: 401 }),
    confidence: 'certain',
    ...setAside,
  },
  'qr-expired': {
    async happen(world) {
      await misbehaving({ at: 'registration', kind: 'refs', count: 1 })(world);
      await world.rig.qr(world.tenant);
      await world.rig.clock.advance(60_000);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'offer-empty': {
    happen: misbehaving({ at: 'registration', kind: 'refs', count: 0 }),
    confidence: 'certain',
    ...triesAgain,
    step: 'wait',
  },
  'code-expired': {
    async happen(world) {
      await start(world);
      await world.rig.qr(world.tenant);
      await world.rig.console().registry.requestCode(world.tenant, world.phone.number);
      await world.rig.clock.advance(200_000);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'passkey-expired': {
    async happen(world) {
      world.rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey-bare' }, { times: 1 });
      await start(world);
      // The phone waits for an assertion that never comes.
      void world.phone.scan(await world.rig.qr(world.tenant));
      await world.rig.untilPhase(world.tenant, 'awaiting-passkey');
      await world.rig.clock.advance(700_000);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'passkey-code-differs': {
    async happen({ rig, tenant, phone }) {
      const { registry } = rig.console();
      const authenticator = phone.makePasskey();
      rig.whatsapp.misbehave({ at: 'scan', kind: 'passkey' }, { times: 1 });
      await registry.start(tenant);
      void phone.scan(await rig.qr(tenant));
      await rig.untilPhase(tenant, 'awaiting-passkey');
      // For so long the QR vouches for the phone, and no code is compared.
      await rig.clock.advance(5 * 60_000);
      const request = registry.passkeyRequest(tenant);
      if (request !== undefined) await registry.answerPasskey(tenant, authenticator.assert(request));
      await rig.until(tenant, ({ passkey }) => passkey?.confirmationCode !== undefined);
      await registry.rejectPasskey(tenant);
    },
    confidence: 'certain',
    ...freshQr,
  },
  'phone-lacks-multi-device': {
    happen: misbehaving({ at: 'registration', kind: 'downgrade' }),
    confidence: 'certain',
    ...freshQr,
    step: 'update-whatsapp-on-phone',
  },

  'wrong-number': {
    async happen(world) {
      await world.rig.console().registry.expectNumber(world.tenant, '447700900123');
      await scan(world);
      await world.rig.until(world.tenant, ({ failure }) => failure?.credentials === 'kept');
    },
    // Told as soon as the phone has confirmed, when nothing is on disk yet; kept from then on.
    ...stops,
    step: 'check-number',
  },
  'device-removed': {
    async happen(world) {
      await linked(world);
      world.phone.unlink(world.phone.devices[0]?.jid ?? '');
    },
    confidence: 'certain',
    ...setAside,
  },
  'login-refused': { happen: refusedLater(401), confidence: 'certain', ...setAside },
  'session-invalid': { happen: refusedLater(419), confidence: 'certain', ...setAside },
  replaced: {
    happen: scanned({ at: 'open', kind: 'replace', afterMs: 0 }),
    ...stops,
    credentials: 'kept',
    step: 'stop-other-program',
  },
  'copied-credentials': {
    async happen({ rig, tenant, phone }) {
      const first = await rig.tenant('first');
      await linked({ rig, tenant: first, phone });
      const root = join(rig.dataFolder, 'storage/whatsapp');
      cpSync(join(root, first, 'auth'), join(root, tenant, 'auth'), { recursive: true });
      await start({ rig, tenant, phone });
    },
    ...stops,
    credentials: 'kept',
    step: 'stop-other-program',
  },
  'account-locked': { happen: refusedAt('registration', 403), ...stops, step: 'open-whatsapp-on-phone' },
  banned: { happen: refusedAt('registration', 406), ...stops, step: 'open-whatsapp-on-phone' },
  'temporarily-banned': { happen: refusedAt('registration', 402), ...stops, step: 'wait' },
  'client-outdated': { happen: refusedAt('registration', 405), ...stops, step: 'update-console' },
  'pinned-version-refused': {
    happen(world) {
      world.rig.console().versionControl.pin('2.3000.1000000');
      return refusedAt('registration', 405)(world);
    },
    ...stops,
    step: 'clear-version-pin',
  },
  'client-rejected': { happen: refusedAt('registration', 409), ...stops, step: 'update-console' },
  'too-many-attempts': { happen: refusedAt('registration', 429), ...stops, step: 'wait' },
  'no-code-offered': {
    async happen(world) {
      await refusedAt('registration', 503)(world);
      for (let attempt = 1; attempt < 8; attempt += 1) {
        await world.rig.until(world.tenant, ({ retry }) => retry?.attempt === attempt);
        await world.rig.passRetry(world.tenant);
      }
    },
    retry: 'operator',
    credentials: 'none',
    confidence: 'unclear',
    step: 'wait',
  },

  'server-unavailable': { happen: refusedAt('registration', 503), confidence: 'certain', ...triesAgain, step: 'wait' },
  'connection-lost': {
    async happen(world) {
      await linked(world);
      world.rig.whatsapp.dropConnections();
    },
    confidence: 'certain',
    ...triesAgain,
    credentials: 'kept',
    step: 'check-network',
  },
  'dns-failed': {
    happen: start,
    // Longer than a name may be, so that the system says no without asking anybody.
    url: () => `ws://${'a'.repeat(64)}.invalid/`,
    confidence: 'certain',
    ...triesAgain,
    step: 'check-network',
  },
  'network-unreachable': {
    happen: start,
    // Nothing can be connected to everybody at once, so the system says no without sending anything.
    url: () => 'ws://255.255.255.255:1/',
    confidence: 'certain',
    ...triesAgain,
    step: 'check-network',
  },
  'connection-refused': {
    async happen(world) {
      await world.rig.whatsapp.setNetwork('down');
      await start(world);
    },
    confidence: 'certain',
    ...triesAgain,
    step: 'ask-network-admin',
  },
  'captive-portal': { happen: answered(302), confidence: 'likely', ...triesAgain, step: 'sign-in-to-network' },
  'proxy-sign-in': { happen: answered(407), confidence: 'certain', ...triesAgain, step: 'sign-in-to-proxy' },
  'tls-failed': {
    happen: start,
    url: (loopback) => loopback.replace('ws:', 'wss:'),
    confidence: 'certain',
    ...triesAgain,
    step: 'ask-network-admin',
  },
  'tls-intercepted': {
    happen: start,
    url: interceptor,
    confidence: 'likely',
    ...triesAgain,
    step: 'ask-network-admin',
  },

  'credentials-corrupt': {
    async happen(world) {
      await linked(world);
      await world.rig.console().close();
      for (const name of ['creds.json', 'creds.last-good.json']) {
        writeFileSync(join(authFolder(world), name), '{"half');
      }
      await world.rig.restart();
    },
    confidence: 'certain',
    ...setAside,
  },
  'credentials-half-paired': {
    happen: foundOnDisk({ me: { id: '972501234567:12@s.whatsapp.net', name: 'Shop' } }),
    confidence: 'certain',
    ...setAside,
  },
  'credentials-code-pending': {
    happen: foundOnDisk({ me: { id: '972501234567@s.whatsapp.net', name: '~' }, pairingCode: 'ABCDEFGH' }),
    confidence: 'certain',
    ...setAside,
  },
  'storage-failed': {
    happen(world) {
      // A file where a folder must be: the system refuses every write below it, for root too.
      writeFileSync(authFolder(world), '');
      return start(world);
    },
    ...stops,
    step: 'check-disk',
  },
  unknown: { happen: refusedAt('registration', 463), ...triesAgain, confidence: 'unclear', step: 'report' },
};
