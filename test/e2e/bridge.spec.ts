import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { expect, test } from '@playwright/test';

import { en } from '../../renderer/i18n/en.ts';
import { createLoopbackWhatsApp } from '../../electron/loopback/endpoint.ts';
import { freePort } from './support/free-port.ts';
import { launchConsole } from './support/launch.ts';

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function everythingWritten(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && /\.(json|jsonl|log)$/.test(entry.name));
  const texts = await Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')));
  return texts.join('\n');
}

test('the bridge is off until it is switched on, and then what it starts the window shows at once', async () => {
  const whatsapp = await createLoopbackWhatsApp();
  const console = await launchConsole({ whatsappUrl: whatsapp.url });
  const { app, page, userData } = console;
  const port = await freePort();
  await page.getByRole('button', { name: en['settings.title'] }).click();
  const section = page.getByRole('region', { name: en['bridge.title'] });
  await section.getByLabel(en['bridge.port']).fill(String(port));
  await section.getByRole('button', { name: en['bridge.apply'] }).click();
  expect(await isListening(port)).toBe(false);
  await section.getByText(en['bridge.enable'], { exact: true }).click();
  await expect(section.getByRole('status').first()).toContainText(`http://127.0.0.1:${port}`);
  await expect(section.getByText(en['bridge.secret.file'], { exact: false })).toBeVisible();

  await section.getByRole('button', { name: en['bridge.secret.copy'] }).click();
  const readClipboard = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(readClipboard).toMatch(/^[\w-]{43}$/);
  const secret = await readClipboard();
  const call = (route: string, given: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${route}`, { method, headers: { 'X-Internal-Secret': given } });

  expect((await call('/whatsapp/shop/start', secret, 'POST')).status).toBe(200);
  await expect(page.getByRole('option', { name: /shop/ })).toContainText(en['standing.awaiting-scan.label']);
  expect((await call('/whatsapp/shop/qr', 'wrong'.repeat(8))).status).toBe(401);
  await expect(section.getByRole('cell', { name: en['bridge.callers.refused'] })).toBeVisible();

  await section.getByRole('button', { name: en['bridge.secret.renew'] }).click();
  await page.getByRole('button', { name: en['bridge.renew.confirm'] }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  expect((await call('/tenants', secret)).status).toBe(401);
  const copy = section.getByRole('button', { name: en['bridge.secret.copy'] });
  await copy.or(section.getByRole('button', { name: en['common.copied'] })).click();
  await expect.poll(readClipboard).not.toBe(secret);
  const renewed = await readClipboard();
  expect((await call('/tenants', renewed)).status).toBe(200);

  await section.getByText(en['bridge.enable'], { exact: true }).click();
  await expect(section.getByRole('status').first()).toHaveText(en['bridge.state.off']);
  expect(await isListening(port)).toBe(false);

  const written = await everythingWritten(userData);
  expect(written).toContain('the bridge serves');
  const shown = await page.evaluate('document.body.innerText');
  for (const text of [secret, renewed]) {
    expect(written).not.toContain(text);
    expect(shown).not.toContain(text);
  }
  await console.close();
  await whatsapp.close();
});

test('a port that is taken is told, and served once it is free', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { page, close } = await launchConsole();
  await page.getByRole('button', { name: en['settings.title'] }).click();
  const section = page.getByRole('region', { name: en['bridge.title'] });
  await section.getByLabel(en['bridge.port']).fill(String(port));
  await section.getByRole('button', { name: en['bridge.apply'] }).click();
  await section.getByText(en['bridge.enable'], { exact: true }).click();
  await expect(section.getByRole('status').first()).toHaveText(en['bridge.failed.in-use']);
  await new Promise((resolve) => taken.close(resolve));
  await section.getByText(en['bridge.enable'], { exact: true }).click();
  await section.getByText(en['bridge.enable'], { exact: true }).click();
  await expect(section.getByRole('status').first()).toContainText(`http://127.0.0.1:${port}`);
  await close();
});

test('the environment overrides the settings', async () => {
  const port = await freePort();
  const secret = 'a-secret-from-the-environment-0123456789';
  const { page, close } = await launchConsole({ env: { INTERNAL_SECRET: secret, BRIDGE_PORT: String(port) } });
  await page.getByRole('button', { name: en['settings.title'] }).click();
  const section = page.getByRole('region', { name: en['bridge.title'] });
  await expect(section.getByRole('status').first()).toContainText(`:${port}`);
  await expect(section.getByRole('switch')).toBeDisabled();
  const answer = await fetch(`http://127.0.0.1:${port}/tenants`, { headers: { 'X-Internal-Secret': secret } });
  expect(answer.status).toBe(200);
  await close();
});

test('a service leaves the folder alone that the desktop uses', async () => {
  const { page, userData, close } = await launchConsole();
  await page.getByRole('button', { name: en['settings.title'] }).waitFor();
  const program = path.join(import.meta.dirname, '../../dist/service/service.js');
  const service = spawn(process.execPath, [program], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATA_DIR: userData, INTERNAL_SECRET: 'x'.repeat(32), BRIDGE_PORT: '0' },
  });
  const said = text(service.stderr);
  const [code] = (await once(service, 'exit')) as [number];
  expect(code).toBe(1);
  expect(await said).toMatch(/^Another program uses .+: process \d+, started at /);
  await close();
});
