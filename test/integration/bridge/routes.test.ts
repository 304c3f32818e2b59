import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PNG } from 'pngjs';
import { decodeQR } from 'qr/decode.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { settle } from '../../support/fake-clock.ts';
import { type BridgeRig, createBridgeRig, secret } from './bridge-rig.ts';

let rig: BridgeRig;
beforeEach(async () => {
  rig = await createBridgeRig();
});
afterEach(async () => {
  expect(rig.errors()).toEqual([]);
  await rig.close();
});
const shop = tenantIdSchema.parse('business_17');
const at = (path: string) => `/whatsapp/${shop}/${path}`;

async function link(number = '972501234567', tenantId: TenantId = shop) {
  const phone = rig.whatsapp.addPhone({ number, name: 'The Shop' });
  await rig.ask('POST', `/whatsapp/${tenantId}/start`);
  await phone.scan(await rig.qr(tenantId));
  await rig.until(tenantId, isConnected);
  return phone;
}

describe('the calls that the backend makes today', () => {
  test.each(['/', '/health', '/healthz'])('%s is open', async (path) => {
    expect(await rig.ask('GET', path, { headers: { 'x-internal-secret': undefined } })).toMatchObject({
      status: 200,
      text: 'ok',
    });
  });

  test('start creates a tenant nobody knew, and an empty body said to be JSON is fine', async () => {
    const started = await rig.ask('POST', at('start'), { headers: { 'content-type': 'application/json' }, body: '' });
    expect(started).toMatchObject({ status: 200, json: { ok: true, forceRelink: false } });
    expect(rig.console().registry.view(shop)?.name).toBe(shop);
  });

  test.each(['application/octet-stream', 'application/x-www-form-urlencoded', 'text/plain', undefined])(
    'an empty body is none, whatever a client library calls it (%s)',
    async (type) => {
      const said = { 'content-type': type, 'content-length': '0' };
      for (const path of ['start', 'reset', 'disconnect']) {
        expect(await rig.ask('POST', at(path), { headers: said })).toMatchObject({ status: 200, json: { ok: true } });
      }
    },
  );

  test('fifty starts at once are one tenant, one socket and one QR', async () => {
    const registered = rig.whatsapp.next('registration');
    const starts = await Promise.all(Array.from({ length: 50 }, () => rig.ask('POST', at('start'), { json: {} })));
    expect(starts.every(({ status }) => status === 200)).toBe(true);
    await rig.qr(shop);
    await registered;
    expect(rig.whatsapp.counts).toMatchObject({ connections: 1, registrations: 1 });
  });

  test('the QR as a picture is the QR as text, and both are gone with it', async () => {
    expect(await rig.ask('GET', at('qr'))).toMatchObject({ status: 404, json: { error: 'no_qr' } });
    await rig.ask('POST', at('start'));
    const shown = await rig.qr(shop);
    const { json } = await rig.ask('GET', at('qr'));
    const { dataUrl, qrText, expiresAt } = json as { dataUrl: string; qrText: string; expiresAt: string };
    expect(qrText).toBe(shown);
    expect(decodeQR(PNG.sync.read(Buffer.from(dataUrl.split(',')[1] ?? '', 'base64')))).toBe(shown);
    expect(Date.parse(expiresAt)).toBe(rig.snapshot(shop).qr?.expiresAt);
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ hasQR: true, sessionState: 'waiting_qr' });
    await rig.clock.advance(60_000);
    const next = await rig.qr(shop, shown);
    expect((await rig.ask('GET', at('qr'))).json).toMatchObject({ qrText: next });
    await rig.ask('POST', at('disconnect'));
    expect((await rig.ask('GET', at('qr'))).status).toBe(404);
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ hasQR: false, sessionState: 'not_started' });
  });

  test('status of an unknown tenant is not_started, and creates nothing', async () => {
    const { status, json } = await rig.ask('GET', '/whatsapp/nobody/status');
    expect(status).toBe(200);
    expect(json).toMatchObject({ sessionState: 'not_started', connected: false, hasSession: false });
    expect(rig.console().registry.tenantIds()).toEqual([]);
    expect(await readdir(rig.dataFolder)).not.toContain('storage');
  });

  test('a link is connected with proof, sends once per key, and says so', async () => {
    const phone = await link();
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({
      connected: true,
      canSend: true,
      authPaired: true,
      sessionState: 'connected',
      pushName: 'The Shop',
      phone: '972•••••••67',
      stable: false,
      evidence: { 'keys-at-server': expect.any(String) as unknown },
      lastSeenAt: expect.any(String) as unknown,
    });
    expect((await rig.ask('GET', at('sending-status'))).json).toEqual({
      isSending: false,
      activeSends: 0,
      lastSendTime: null,
      idleTimeSec: null,
    });
    const customer = rig.whatsapp.addPhone({ number: '972507654321' });
    const message = {
      tenantId: shop,
      to: '+972507654321',
      text: 'Your order is ready',
      type: 'text',
      idempotencyKey: 'k',
    };
    const answers = await Promise.all(Array.from({ length: 5 }, () => rig.ask('POST', '/send', { json: message })));
    const first = answers[0]?.json as { messageId: string };
    expect(first).toMatchObject({ ok: true, status: 'sent' });
    expect(answers.every(({ status, json }) => status === 200 && JSON.stringify(json) === JSON.stringify(first))).toBe(
      true,
    );
    expect(customer.messages).toMatchObject([{ id: first.messageId, text: 'Your order is ready' }]);
    expect(
      await rig.ask('POST', '/sendTyping', { json: { tenantId: shop, jid: customer.jid, typing: true } }),
    ).toMatchObject({
      status: 200,
      json: { ok: true },
    });
    await rig.clock.advance(30_000);
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ stable: true });
    expect((await rig.ask('GET', at('sending-status'))).json).toMatchObject({ isSending: false, idleTimeSec: 30 });
    expect(phone.devices).toHaveLength(1);
    expect(rig.whatsapp.violations).toEqual([]);
  });

  test('without a connection a send is 503 in the words that the backend looks for, and its key may try again', async () => {
    const message = { tenantId: shop, to: '972507654321', text: 'hello', idempotencyKey: 'k' };
    for (const tenantId of ['nobody', shop]) {
      const refused = await rig.ask('POST', '/send', { json: { ...message, tenantId } });
      expect(refused).toMatchObject({ status: 503, json: { error: 'WhatsApp not connected' } });
    }
    await link();
    rig.whatsapp.addPhone({ number: '972507654321' });
    expect(await rig.ask('POST', '/send', { json: message })).toMatchObject({ status: 200 });
  });

  test('a message that WhatsApp does not acknowledge: busy meanwhile unless forced, and 504 after 30 s', async () => {
    await link();
    rig.whatsapp.addPhone({ number: '972507654321' });
    rig.whatsapp.misbehave({ at: 'message', kind: 'silent' });
    const message = { tenantId: shop, to: '972507654321', text: 'hello' };
    const read = rig.whatsapp.next('message');
    const first = rig.ask('POST', '/send', { json: message });
    await read;
    expect((await rig.ask('GET', at('sending-status'))).json).toMatchObject({ isSending: true, activeSends: 1 });
    const timers = rig.clock.pending();
    const refused = rig.ask('POST', at('reset'));
    // The wait begins when the bridge has read the request.
    while (rig.clock.pending() === timers) await settle();
    await rig.clock.advance(10_000);
    expect(await refused).toMatchObject({ status: 409, json: { error: 'busy' } });
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ connected: true });
    await rig.clock.advance(20_000);
    expect(await first).toMatchObject({ status: 504, json: { error: 'send_timeout' } });

    const readAgain = rig.whatsapp.next('message');
    const second = rig.ask('POST', '/send', { json: message });
    await readAgain;
    expect(await rig.ask('POST', `${at('reset')}?force=true`)).toMatchObject({ status: 200, json: { ok: true } });
    expect((await second).status).toBe(504);
    await rig.qr(shop);
  });

  test('reset and start with forceRelink set the credentials aside and show a fresh QR', async () => {
    const phone = await link();
    expect(await rig.ask('POST', at('reset'))).toMatchObject({ status: 200, json: { ok: true } });
    const before = await rig.qr(shop);
    const forced = await rig.ask('POST', at('start?forceRelink=true'), { json: { forceRelink: false } });
    expect(forced).toMatchObject({ status: 200, json: { ok: true, forceRelink: true } });
    await phone.scan(await rig.qr(shop, before));
    await rig.until(shop, isConnected);
    expect(rig.whatsapp.counts.live).toBe(1);
    expect(await rig.ask('POST', at('start'), { json: { forceRelink: true } })).toMatchObject({
      json: { forceRelink: true },
    });
  });

  test('disconnect logs out at WhatsApp and removes the credentials', async () => {
    const phone = await link();
    const { status, json } = await rig.ask('POST', at('disconnect'));
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, message: expect.stringContaining('Logged out') as string });
    expect(phone.devices).toEqual([]);
    // Nothing is left to log out of.
    expect((await rig.ask('POST', at('disconnect'))).json).toMatchObject({
      ok: true,
      message: expect.stringContaining('did not confirm') as string,
    });
    expect(await rig.ask('POST', '/whatsapp/nobody/disconnect')).toMatchObject({
      status: 404,
      json: { error: 'unknown_tenant' },
    });
  });
});

test.each(['silent', 'refuse'] as const)(
  'a logout that WhatsApp does not confirm (%s) is not said to have happened, and the wait ends',
  async (kind) => {
    const phone = await link();
    rig.whatsapp.misbehave({ at: 'logout', kind }, { times: 1 });
    const state = { asking: true };
    const answer = rig.ask('POST', at('disconnect')).finally(() => (state.asking = false));
    await rig.untilPhase(shop, 'stopping');
    while (state.asking) await rig.clock.advance(1_000);
    expect((await answer).json).toMatchObject({ message: expect.stringContaining('did not confirm') as string });
    expect(phone.devices).toHaveLength(1);
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({ sessionState: 'not_started', authPaired: false });
  },
);

describe('the looks inside', () => {
  test('diagnostics shows files by size and date, and no number, key or secret', async () => {
    await link();
    const { status, json, text: body } = await rig.ask('GET', at('diagnostics'));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      found: { credentials: 'empty', fate: 'none' },
      files: { credentials: 'paired', lastGood: 'paired' },
      failures: [],
      configuration: { version: '1.2.3', protocolPack: null, webhooks: { configured: false } },
    });
    expect(body).not.toContain('972501234567');
    expect(body).not.toContain(secret);
    expect(await rig.ask('GET', '/whatsapp/nobody/diagnostics')).toMatchObject({ status: 404 });
  });

  test('validate-auth leaves a running session alone, and repairs creds.json of one that is not', async () => {
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    await rig.ask('POST', at('start'));
    await phone.scan(await rig.qr(shop));
    await rig.until(shop, isConnected);
    expect((await rig.ask('POST', at('validate-auth'))).json).toMatchObject({
      valid: true,
      found: 'empty',
      action: 'left-to-session',
      operatorAction: null,
    });
    rig.whatsapp.misbehave({ at: 'open', kind: 'replace', afterMs: 0 }, { times: 1 });
    rig.whatsapp.dropConnections();
    await rig.untilPhase(shop, 'reconnecting');
    await rig.passRetry(shop);
    await rig.untilPhase(shop, 'stopped');
    expect((await rig.ask('POST', at('validate-auth'))).json).toMatchObject({ valid: true, action: 'none' });
    await writeFile(join(rig.dataFolder, 'storage/whatsapp', shop, 'auth/creds.json'), '{"half');
    expect((await rig.ask('POST', at('validate-auth'))).json).toMatchObject({
      valid: true,
      credentials: 'paired',
      action: 'recovered-from-last-good',
    });
    await rig.ask('POST', at('start'), { json: { takeOver: true } });
    await rig.until(shop, isConnected);
  });

  test('validate-auth sets aside what an abandoned code left, and says what it was and what to do', async () => {
    rig.whatsapp.addPhone({ number: '972501234567' });
    await rig.ask('POST', at('start'));
    await rig.qr(shop);
    await rig.ask('POST', at('pairing-code'), { json: { phoneNumber: '+972 50-123 4567' } });
    await rig.untilPhase(shop, 'awaiting-code');
    const file = join(rig.dataFolder, 'storage/whatsapp', shop, 'auth/creds.json');
    await expect.poll(() => readFile(file, 'utf8')).toContain('"~"');
    const left = await readFile(file, 'utf8');
    await rig.ask('POST', at('disconnect'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, left);
    const { text: body, json } = await rig.ask('POST', at('validate-auth'));
    expect(json).toMatchObject({
      valid: false,
      found: 'code-pending',
      credentials: 'empty',
      action: 'quarantined',
      operatorAction: 'scan-again',
    });
    expect(body).not.toContain('972501234567');
  });

  test('failures are the scan-failure log, newest first, from a moment on', async () => {
    const phone = rig.whatsapp.addPhone({ number: '972501234567' });
    rig.whatsapp.misbehave({ at: 'scan', kind: 'reject' }, { times: 1 });
    await rig.ask('POST', at('start'));
    await phone.scan(await rig.qr(shop));
    await rig.until(shop, ({ failure }) => failure !== undefined);
    const { json } = await rig.ask('GET', at('failures?limit=1'));
    expect(json).toMatchObject({ failures: [{ code: 'rejected-after-scan', phase: 'pairing', qrShown: true }] });
    const later = new Date(rig.clock.now() + 1).toISOString();
    expect((await rig.ask('GET', at(`failures?since=${later}`))).json).toEqual({ failures: [] });
    expect((await rig.ask('GET', at('status'))).json).toMatchObject({
      failure: { code: 'rejected-after-scan', retryable: true, operatorAction: 'scan-again' },
    });
  });

  test('tenants shows what the window added, and the window what the bridge added', async () => {
    await rig.console().registry.add(shop, 'The Shop');
    await rig.ask('POST', '/whatsapp/business_18/start');
    const { json } = await rig.ask('GET', '/tenants');
    expect((json as { tenants: { tenantId: string; name: string }[] }).tenants).toMatchObject([
      { tenantId: 'business_17', name: 'The Shop', status: { sessionState: 'not_started' } },
      { tenantId: 'business_18', name: 'business_18' },
    ]);
  });

  test('the description is OpenAPI, and the page loads nothing', async () => {
    const described = await rig.ask('GET', '/openapi.json');
    expect(described.json).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    const password = Buffer.from(`staff:${secret}`).toString('base64');
    const page = await rig.ask('GET', '/docs', {
      headers: { 'x-internal-secret': undefined, authorization: `Basic ${password}` },
    });
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    for (const path of Object.keys((described.json as { paths: object }).paths)) {
      expect(page.text).toContain(path.replace(/\{(\w+)\}/g, ':$1'));
    }
    for (const field of ['idempotencyKey?', 'sessionState', 'takeOver?']) {
      expect(page.text).toContain(`<code>${field}</code>`);
    }
    expect(page.text).not.toMatch(/src=|<script|https?:\/\//);
  });
});

describe('whose jid it is', () => {
  const json = { tenantId: shop, jid: '972507654321@s.whatsapp.net', pushName: 'Ana' };

  test('is asked by GET or by POST, of a connected tenant', async () => {
    expect(await rig.ask('POST', '/internal/resolve-jid', { json })).toMatchObject({
      status: 503,
      json: { error: 'WhatsApp not connected' },
    });
    await link();
    const answer = { phone_e164: '+972507654321', source: 'direct', push_name: 'Ana' };
    expect(await rig.ask('POST', '/internal/resolve-jid', { json })).toMatchObject({ status: 200, json: answer });
    const query = `tenantId=${shop}&jid=120363%40g.us&participant=${encodeURIComponent(json.jid)}`;
    expect(await rig.ask('GET', `/internal/resolve-jid?${query}`)).toMatchObject({
      status: 200,
      json: { ...answer, source: 'participant', push_name: null },
    });
    const stranger = { tenantId: shop, jid: '999999999999999@lid' };
    expect(await rig.ask('POST', '/internal/resolve-jid', { json: stranger })).toMatchObject({
      json: { phone_e164: null, source: 'unresolvable', push_name: null },
    });
  });

  test('needs the secret, a tenant and a jid', async () => {
    const headers = { 'x-internal-secret': undefined };
    expect(await rig.ask('POST', '/internal/resolve-jid', { json, headers })).toMatchObject({ status: 401 });
    expect(await rig.ask('GET', `/internal/resolve-jid?tenantId=${shop}`)).toMatchObject({ status: 400 });
    expect(await rig.ask('GET', '/internal/resolve-jid?jid=1@lid')).toMatchObject({ status: 400 });
  });
});
