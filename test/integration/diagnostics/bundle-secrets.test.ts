import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundleParts } from '../../../electron/diagnostics/bundle-parts.ts';
import { isConnected } from '../../../shared/proof.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createAuthority } from '../../support/certificates.ts';
import { type Rig, createRig } from '../../support/console-rig.ts';
import { type BundleRig, createBundleRig } from './bundle-rig.ts';
import { type Secrets, places, secretsOf } from './planted-places.ts';
import { webServer } from './preflight-rig.ts';

let rig: Rig;
let bundles: BundleRig;
/** Every secret there is, and where. */
let planted: { readonly place: string; readonly secret: string }[];
const closing: (() => Promise<unknown>)[] = [];

/** A place that is no file: what a proxy in between calls itself. */
const interceptor = 'the words of an intercepting proxy';
/** And those that are filled by a link, by what is on screen, and by what the program was started with. */
const link = 'a link and a message';
const screen = 'a code on screen';
const environment = 'the environment';

const listOf = ({ qr, ...others }: Secrets) => [
  ...Object.values<string>(others),
  qr,
  ...(qr.split('#')[1] ?? '').split(','),
];

beforeAll(async () => {
  rig = await createRig();
  const secrets = new Map<string, readonly string[]>();
  const own = [link, screen, environment, interceptor].map((place, index) => ({ place, ...secretsOf(50 + index) }));
  const [linked, shown, started, proxy] = own;
  if (!linked || !shown || !started || !proxy) throw new Error('a place is missing');

  const shop = await rig.tenant('shop');
  await rig.console().registry.start(shop);
  await rig.whatsapp.addPhone({ number: linked.number, name: linked.name }).scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  await rig.console().registry.sendTestMessage(shop, linked.message);
  await rig.console().close();

  for (const [index, { place, plant }] of places.entries()) {
    await plant(rig.dataFolder, secretsOf(index));
    secrets.set(place, listOf(secretsOf(index)));
  }
  await rig.restart();
  await rig.until(shop, isConnected);
  const byHand = places.findIndex(({ place }) => place.startsWith('the folder of a tenant'));
  const qr = await rig.qr(tenantIdSchema.parse(secretsOf(byHand).number));

  const authority = createAuthority(`Proxy of ${proxy.number}`, proxy.key);
  const server = await webServer({ tls: authority.issue('127.0.0.1') });
  closing.push(server.close);
  bundles = await createBundleRig(rig, {
    whatsappUrl: `wss://127.0.0.1:${server.port}/ws/chat`,
    env: { INTERNAL_SECRET: started.header, BACKEND_URL: undefined, INCOMING_MESSAGES: 'false' },
  });
  closing.push(bundles.diagnostics.close);
  await bundles.check();

  const creds = await readFile(join(rig.dataFolder, 'storage', 'whatsapp', 'shop', 'auth', 'creds.json'), 'utf8');
  secrets.set(link, [linked.number, linked.name, linked.message, ...longTextsIn(creds)]);
  secrets.set(
    screen,
    listOf({ ...shown, qr }).filter((secret) => qr.includes(secret)),
  );
  secrets.set(environment, [started.header]);
  secrets.set(interceptor, [proxy.number, proxy.key]);
  planted = [...secrets].flatMap(([place, texts]) =>
    texts.filter((text) => text.length >= 8).map((secret) => ({ place, secret })),
  );
});
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await rig.close();
});

/** Texts of 16 characters and more: keys, secrets, signatures. */
function longTextsIn(json: string): string[] {
  const found: string[] = [];
  JSON.parse(json, (_, value: unknown) => {
    if (typeof value === 'string' && value.length >= 16) found.push(value);
    return value;
  });
  return found;
}

/** A secret as it could be written down: as it is, in an address, and its bytes or its letters in base64 and hex. */
function disguises(secret: string): string[] {
  const ofLetters = Buffer.from(secret);
  const ofBytes = /^[A-Za-z0-9+/_-]{16,}=*$/.test(secret) ? [Buffer.from(secret, 'base64')] : [];
  const encoded = [ofLetters, ...ofBytes].flatMap((bytes) => [
    bytes.toString('hex'),
    // Where it begins in a longer run decides its letters: one form for each of the three ways.
    ...[0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64').replace(/=+$/, '').slice(0, -2)),
    ...[0, 1, 2].map((skip) => bytes.subarray(skip).toString('base64url').slice(0, -2)),
  ]);
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...encoded].filter(
    (form) => form.length >= 8,
  );
}

/** The places whose secrets stand in these files, in their names or in what is in them. */
function leaksIn(files: ReadonlyMap<string, Buffer | string>): string[] {
  const everything = [...files].map(([name, content]) => `${name}\n${content.toString()}`).join('\n');
  const leaked = planted.filter(({ secret }) => disguises(secret).some((form) => everything.includes(form)));
  return [...new Set(leaked.map(({ place }) => place))].sort();
}

describe('secrets planted in every place there is', () => {
  it('are in no bundle, in no disguise', async () => {
    const files = await bundles.saved();
    expect([...files.keys()].sort()).toEqual([
      'about.json',
      'flights/masked-1.json',
      'journal.jsonl',
      'last-end.json',
      'logs/console.log',
      'logs/console.log.1',
      'logs/console.log.2',
      'preflight.json',
      'quarantine.json',
      'self-test.json',
      'settings.json',
      'tenants.json',
    ]);
    expect(leaksIn(files)).toEqual([]);
  });

  it('would be in it without the redaction, where it reads what is written there', async () => {
    const same = (value: unknown) => value;
    const state = await bundles.diagnostics.handlers.state(null);
    const diagnostics = () => (state.ok ? state.value : {});
    const parts = bundleParts({ ...bundles.sources, redact: same, redactText: String, nameDumps: false, diagnostics });
    const files = new Map<string, string>();
    for (const part of parts) files.set(part.name, (await part.read()) ?? '');
    const read = places.filter(({ readBy }) => readBy === 'redaction').map(({ place }) => place);
    expect(leaksIn(files)).toEqual([...read, interceptor].sort());
  });

  it('are in every file of a data folder that was used, so that no place is forgotten', async () => {
    const all = await readdir(rig.dataFolder, { recursive: true, withFileTypes: true });
    const files = all
      .filter((file) => file.isFile() && file.parentPath !== bundles.folder)
      .map((file) => relative(rig.dataFolder, join(file.parentPath, file.name)).replaceAll('\\', '/'))
      // One that is being written is what it will be.
      .map((file) => file.replace(/\.[0-9a-f]{12}\.tmp$/, ''));
    const isOf = (file: string) => places.filter((place) => place.files?.test(file));
    expect(files.filter((file) => isOf(file).length !== 1)).toEqual([]);
    const never = places.filter((place) => place.files !== undefined && !files.some((file) => place.files?.test(file)));
    expect(never.map(({ place }) => place)).toEqual([]);
  });
});
