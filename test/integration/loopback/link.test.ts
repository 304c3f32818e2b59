import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createLoopbackWhatsApp, type LoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { connectClient, link, login } from './real-client.ts';

const number = '15550001234';

describe('linking through the loopback WhatsApp', () => {
  let whatsapp: LoopbackWhatsApp;
  beforeEach(async () => {
    whatsapp = await createLoopbackWhatsApp({ judgesPresence: false });
  });
  afterEach(() => whatsapp.close());

  it('takes the real client from QR to an open login, and back after a restart', async () => {
    const phone = whatsapp.addPhone({ number, name: 'Dana', platform: 'iphone' });
    const first = connectClient(whatsapp.url);
    const scan = await phone.scan(await first.qr());
    expect(scan).toEqual({ outcome: 'linked', deviceJid: `${number}:1@s.whatsapp.net` });
    expect((await first.end()).code).toBe(515);
    expect(first.auth.creds.me).toMatchObject({ id: `${number}:1@s.whatsapp.net`, name: 'Dana' });
    expect(first.auth.creds.platform).toBe('iphone');

    const second = await login(whatsapp.url, first.auth);
    // The unmodified library calls itself available, which the console never does.
    const device = { jid: `${number}:1@s.whatsapp.net`, online: true, available: true, logins: 1, preKeys: 812 };
    expect(phone.devices).toEqual([device]);
    const gone = whatsapp.next('closed');
    await second.close();
    await gone;
    expect(phone.devices).toMatchObject([{ online: false }]);

    const third = await login(whatsapp.url, first.auth);
    expect(phone.devices).toMatchObject([{ online: true, logins: 2 }]);
    expect(whatsapp.counts).toMatchObject({ live: 1, registrations: 1, logins: 2, preKeysUploaded: 812 });
    await third.close();
    expect(whatsapp.violations).toEqual([]);
  });

  it('gives routing info before the scan and gets it back', async () => {
    const phone = whatsapp.addPhone({ number });
    const registered = whatsapp.next('registration');
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    expect(await registered).toMatchObject({ routed: false });
    expect(client.auth.creds.routingInfo).toHaveLength(12);
    expect(client.auth.creds.me).toBeUndefined();
    await phone.scan(qr);
    await client.end();
    const entered = whatsapp.next('login');
    const again = await login(whatsapp.url, client.auth);
    expect(await entered).toMatchObject({ routed: true });
    await again.close();
  });

  it('lets a phone decrypt what its companion sends to itself', async () => {
    const phone = whatsapp.addPhone({ number });
    const client = await link(whatsapp, number);
    const read = whatsapp.next('message', ({ message }) => message.text === 'second');
    const sent = await client.socket.sendMessage(phone.jid, { text: 'first' });
    await client.socket.sendMessage(phone.jid, { text: 'second' });
    await read;
    expect(phone.messages).toMatchObject([
      { from: `${number}:1@s.whatsapp.net`, id: sent?.key.id, text: 'first' },
      { text: 'second' },
    ]);
    await client.close();
    expect(whatsapp.violations).toEqual([]);
  });

  it('carries a message between two phones and to the other companion', async () => {
    const phone = whatsapp.addPhone({ number });
    const other = whatsapp.addPhone({ number: '442071234567' });
    const sender = await link(whatsapp, number);
    const companion = await link(whatsapp, number);
    const arrived = new Promise<string | null | undefined>((resolve) => {
      companion.socket.ev.on('messages.upsert', ({ messages }) =>
        resolve(messages[0]?.message?.extendedTextMessage?.text),
      );
    });
    await other.setOffline(true);
    const acknowledged = new Promise((resolve) => sender.socket.ws.once('CB:ack,class:message', resolve));
    await sender.socket.sendMessage(other.jid, { text: 'hello' });
    await acknowledged;
    expect(phone.messages).toMatchObject([{ text: 'hello' }]);
    expect(other.messages).toEqual([]);
    await other.setOffline(false);
    expect(other.messages).toMatchObject([{ text: 'hello', from: `${number}:1@s.whatsapp.net` }]);
    expect(await arrived).toBe('hello');
    await Promise.all([sender.close(), companion.close()]);
    expect(whatsapp.violations).toEqual([]);
  });

  it('unlinks from the phone and from the companion', async () => {
    const phone = whatsapp.addPhone({ number });
    const byPhone = await link(whatsapp, number);
    const byCompanion = await link(whatsapp, number);
    expect(phone.unlink(`${number}:1@s.whatsapp.net`)).toBe(true);
    expect(await byPhone.end()).toMatchObject({ code: 401, data: { attrs: { type: 'device_removed' } } });
    const unlinked = whatsapp.next('unlinked');
    await byCompanion.socket.logout();
    expect(await unlinked).toMatchObject({ by: 'companion', deviceJid: `${number}:2@s.whatsapp.net` });
    expect(phone.devices).toEqual([]);
    expect(phone.unlink(`${number}:1@s.whatsapp.net`)).toBe(false);
    expect((await connectClient(whatsapp.url, byPhone.auth).end()).code).toBe(401);
    expect(whatsapp.violations).toEqual([]);
  });

  it('lets the second login of a device replace the first', async () => {
    whatsapp.addPhone({ number });
    const first = await link(whatsapp, number);
    const second = await login(whatsapp.url, first.auth);
    expect(await first.end()).toMatchObject({ code: 440, data: { attrs: { type: 'replaced' } } });
    await second.close();
  });

  it('answers a scan that cannot work', async () => {
    const phone = whatsapp.addPhone({ number });
    const client = connectClient(whatsapp.url);
    const qr = await client.qr();
    expect(await phone.scan('https://example.org/')).toEqual({ outcome: 'not-a-linking-code' });
    expect(await phone.scan(qr.replace('2@', '2@x'))).toEqual({ outcome: 'ref-expired' });
    await phone.setOffline(true);
    expect(await phone.scan(qr)).toEqual({ outcome: 'phone-offline' });
    await phone.setOffline(false);
    const closed = whatsapp.next('closed');
    await client.close();
    await closed;
    expect(await phone.scan(qr)).toEqual({ outcome: 'ref-expired' });
    expect(whatsapp.violations).toEqual([]);
  });

  it('links twenty clients of five phones at once', async () => {
    const phones = ['1', '2', '3', '4', '5'].map((digit) => whatsapp.addPhone({ number: `1555000000${digit}` }));
    const clients = await Promise.all(
      Array.from({ length: 20 }, (_, index) => link(whatsapp, phones[index % 5]?.number ?? '')),
    );
    expect(whatsapp.counts).toMatchObject({ live: 20, registrations: 20, logins: 20, preKeysUploaded: 20 * 812 });
    expect(phones.map(({ devices }) => devices.filter(({ online }) => online).length)).toEqual([4, 4, 4, 4, 4]);
    await Promise.all(clients.map((client) => client.close()));
    expect(whatsapp.violations).toEqual([]);
  }, 60_000);
});
