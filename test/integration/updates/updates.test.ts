import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type TestContext, beforeEach, describe, expect, test } from 'vitest';

import { createStateFile } from '../../../electron/updates/kept-state.ts';
import { releaseName } from '../../../electron/updates/updates.ts';
import { newKeyPair, signed } from '../../../scripts/signing.ts';
import type { Release } from '../../../shared/updates.ts';
import { settle } from '../../support/fake-clock.ts';
import { openSmallDisk } from '../../support/small-disk.ts';
import { type UpdateRig, makeUpdateRig, new2, old, publishTo } from '../../support/update-rig.ts';
import { tamper } from '../../support/update-server.ts';

let rig: UpdateRig;
const publish = (change?: Partial<Release>) => publishTo(rig.server, change);
const refusal = (code: string, more = {}) => ({ kind: 'refused', error: { code, ...more } });
const isInstalled = async () => (await readFile(rig.target)).toString('utf8') !== old;

beforeEach(async () => {
  rig = await makeUpdateRig();
});

test('a new version is checked and kept, tells what has changed, and replaces the program after a restart', async () => {
  await publish();
  const updates = rig.start();
  await updates.look();
  expect(await updates.state()).toMatchObject({
    off: null,
    job: { kind: 'none' },
    found: { kind: 'ready', version: '0.2.0', changes: { he: 'קישורים חוזרים מהר יותר.' }, wayBack: true },
  });
  expect(rig.told.map(({ job }) => job.kind)).toEqual(expect.arrayContaining(['checking', 'downloading', 'none']));
  expect(rig.notices).toEqual(['update-ready']);
  expect(await isInstalled()).toBe(false);

  expect(await updates.restart()).toEqual({ ok: true, value: null });
  expect(await isInstalled()).toBe(false);
  expect(await rig.last?.()).toEqual({ startsItself: false });
  expect(await readFile(rig.target)).toEqual(new2);
  expect((await stat(rig.target)).mode & 0o777).toBe(0o755);
});

test('what is kept is not downloaded again, and installers of other versions go', async () => {
  await publish();
  await rig.start().look();
  const asked = rig.server.asked.length;
  await writeFile(join(rig.folder, 'Console-0.0.9.AppImage'), 'long ago');
  await rig.start().look();
  expect(rig.server.asked.slice(asked)).toEqual([releaseName]);
  expect((await readdir(rig.folder)).sort()).toEqual([
    'Console-0.1.0.AppImage',
    'Console-0.2.0.AppImage',
    'state.json',
  ]);
});

describe('refused in words, with nothing installed and nothing kept', () => {
  async function isRefused(found: object): Promise<void> {
    const updates = rig.start();
    await updates.look();
    expect((await updates.state()).found).toEqual(found);
    expect(await updates.restart()).toEqual({ ok: false, error: { code: 'invalid-request' } });
    expect(rig.last).toBeUndefined();
    expect((await readdir(rig.folder).catch(() => [])).filter((name) => name.includes('0.2.0'))).toEqual([]);
    expect(rig.notices).toEqual([]);
  }

  test('a tampered file', async () => {
    await publish();
    await tamper(join(rig.server.folder, 'Console-0.2.0.AppImage'));
    await isRefused(refusal('update-tampered'));
  });

  test('a file that goes on after its end', async () => {
    await publish();
    await writeFile(join(rig.server.folder, 'Console-0.2.0.AppImage'), Buffer.concat([new2, Buffer.from('more')]));
    await isRefused(refusal('update-tampered'));
  });

  test('metadata with another word in it', async () => {
    await publish();
    const file = join(rig.server.folder, releaseName);
    await writeFile(file, (await readFile(file, 'utf8')).replace('faster', 'slower'));
    await isRefused(refusal('update-unsigned'));
  });

  test('metadata that another key has signed', async () => {
    const release = await publish();
    await rig.server.publish(release, newKeyPair().privateKey);
    await isRefused(refusal('update-unsigned'));
  });

  test('what the key has signed for something else', async () => {
    const release = await publish();
    const { privateKey, publicKey } = newKeyPair();
    await writeFile(
      join(rig.server.folder, releaseName),
      signed('protocol-pack', release, createPrivateKey(privateKey)),
    );
    const updates = rig.start({ key: createPublicKey(publicKey) });
    await updates.look();
    expect((await updates.state()).found).toEqual(refusal('update-unsigned'));
    await rig.server.publish(release, privateKey);
    await updates.look();
    expect((await updates.state()).found).toMatchObject({ kind: 'ready' });
  });

  test('metadata that is no metadata', async () => {
    await writeFile(join(rig.server.folder, releaseName), '<html>Welcome to the hotel</html>');
    await isRefused(refusal('update-unsigned'));
  });

  test('an old version offered as new', async () => {
    await publish({ version: '0.0.9' });
    await isRefused(refusal('update-old', { id: '0.0.9' }));
  });

  test('a former release, once a newer one was seen', async () => {
    await publish({ version: '0.3.0', rollout: 0 });
    const updates = rig.start();
    await updates.look();
    expect((await updates.state()).found).toEqual({ kind: 'staged', version: '0.3.0' });
    await publish();
    await isRefused(refusal('update-old', { id: '0.2.0' }));
  });

  test('a download that breaks off', async () => {
    await publish();
    rig.server.answer('Console-0.2.0.AppImage', (response) => {
      response.writeHead(200, { 'content-length': new2.length });
      response.write(new2.subarray(0, 100_000), () => response.destroy());
    });
    await isRefused(refusal('update-broken'));
  });

  test('a download that ends too early without a word', async () => {
    await publish();
    rig.server.answer('Console-0.2.0.AppImage', (response) => response.end(new2.subarray(0, 100_000)));
    await isRefused(refusal('update-broken'));
  });

  test('a download that falls silent', async () => {
    await publish();
    const begun = new Promise<void>((resolve) => {
      rig.server.answer('Console-0.2.0.AppImage', (response) => {
        response.writeHead(200, { 'content-length': new2.length });
        response.write(new2.subarray(0, 100_000), () => resolve());
      });
    });
    const updates = rig.start();
    const looked = updates.look();
    await begun;
    await settle();
    await rig.clock.advance(61_000);
    await looked;
    expect((await updates.state()).found).toEqual(refusal('update-broken'));
  });

  test('an address without a file, one that leads elsewhere, and one that does not answer', async () => {
    await isRefused(refusal('update-not-found', { statusCode: 404 }));
    rig.server.answer(releaseName, (response) => response.writeHead(302, { location: 'https://evil.example' }).end());
    await isRefused(refusal('update-not-found', { statusCode: 302 }));
    const updates = rig.start({ url: () => 'http://127.0.0.1:9/' });
    await updates.look();
    expect((await updates.state()).found).toEqual(refusal('update-unreachable'));
  });

  test('a release without a file for this installation', async () => {
    await publish({ files: [{ ...(await rig.server.installer('console-0.2.0-arm64.AppImage', new2)) }] });
    await isRefused(refusal('update-no-file'));
  });

  test('a full disk', async (context: TestContext) => {
    const disk = await openSmallDisk(128, context);
    rig = await makeUpdateRig(join(disk.path, 'updates'));
    await mkdir(rig.folder);
    await publish();
    await isRefused(refusal('storage-full', { place: rig.folder }));
    expect((await readdir(rig.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a file that another program changes while it waits', async () => {
    await publish();
    const updates = rig.start();
    await updates.look();
    await tamper(join(rig.folder, 'Console-0.2.0.AppImage'));
    expect(await updates.restart()).toEqual({ ok: false, error: { code: 'update-tampered' } });
    expect((await updates.state()).found).toEqual(refusal('update-tampered'));
    expect(rig.last).toBeUndefined();
  });
});

test('never while a phone is being linked: no look by itself, and no restart', async () => {
  await publish();
  const updates = rig.start();
  await updates.look();
  rig.linking = true;
  expect(await updates.restart()).toEqual({ ok: false, error: { code: 'update-while-linking' } });
  expect(rig.last).toBeUndefined();

  const asked = rig.server.asked.length;
  updates.begin();
  await rig.clock.advance(60_000);
  expect(rig.server.asked).toHaveLength(asked);
  rig.linking = false;
  const looked = new Promise<void>((resolve) =>
    rig.server.answer(releaseName, (response) => resolve(void response.end())),
  );
  await rig.clock.advance(5 * 60_000);
  await looked;
  await updates.close();
});

test('without an address, a key or a form there are no updates, and the state says which is missing', async () => {
  for (const [given, off] of [
    [{ url: () => null }, 'no-url'],
    [{ key: undefined }, 'no-key'],
    [{ installer: undefined }, 'no-form'],
  ] as const) {
    const updates = rig.start(given);
    await updates.look();
    expect(await updates.state()).toMatchObject({ off, found: { kind: 'nothing' } });
  }
  expect(rig.server.asked).toEqual([]);
});

test('a staged release reaches the installations below its share, and each of them stays where it is', async () => {
  const { threshold } = await rig.kept.read();
  await publish({ rollout: threshold });
  const updates = rig.start();
  await updates.look();
  expect((await updates.state()).found).toEqual({ kind: 'staged', version: '0.2.0' });
  expect((await createStateFile(rig.folder, rig.logger).read()).threshold).toBe(threshold);
  await publish({ rollout: threshold + 1 });
  await updates.look();
  expect((await updates.state()).found).toMatchObject({ kind: 'ready' });
});
