import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createPractice } from '../../../electron/practice/practice.ts';
import { err, ok } from '../../../shared/result.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { silentLogger } from '../../support/fake-ports.ts';

let temporary: Awaited<ReturnType<typeof createTemporaryFolder>>;
let folder: string;
let done: string[];
let closeWindow: () => void;
let fault: string | undefined;
let practice: ReturnType<typeof createPractice>;

beforeEach(async () => {
  temporary = await createTemporaryFolder();
  folder = join(temporary.path, 'practice');
  done = [];
  fault = undefined;
  const whatsapp = {
    url: 'ws://127.0.0.1:1/ws/chat',
    on: () => () => undefined,
    addPhone: () => ({ devices: [], messages: [], offline: false, makePasskey: () => undefined }),
    close: () => {
      done.push('whatsapp closed');
      return Promise.resolve();
    },
  };
  practice = createPractice({
    folder,
    loadLoopback() {
      if (fault === 'loopback') return Promise.reject(new Error('no port'));
      return Promise.resolve({ createLoopbackWhatsApp: () => Promise.resolve(whatsapp as never) });
    },
    openDesk({ dataFolder, onClosed }) {
      if (fault === 'desk') return Promise.reject(new Error('no disk'));
      mkdirSync(dataFolder, { recursive: true });
      writeFileSync(join(dataFolder, 'tenant'), 'x');
      done.push('opened');
      closeWindow = onClosed;
      return Promise.resolve({
        focus: () => done.push('focus'),
        publish: () => undefined,
        close: () => {
          done.push('desk closed');
          return Promise.resolve();
        },
      });
    },
    phoneName: () => 'Practice phone',
    clock: createFakeClock(),
    logger: silentLogger,
  });
});
afterEach(() => temporary.remove());

it('opens once, however often it is asked, and then comes to the front', async () => {
  expect(await Promise.all([practice.open(), practice.open()])).toEqual([ok(), ok()]);
  expect(done).toEqual(['opened', 'focus']);
});

it('is thrown away when its window closes, and can be opened again at once', async () => {
  await practice.open();
  closeWindow();
  expect(await practice.open()).toEqual(ok());
  expect(done).toEqual(['opened', 'desk closed', 'whatsapp closed', 'opened']);
  await practice.close();
  expect(existsSync(folder)).toBe(false);
});

it('leaves nothing behind where it cannot be started', async () => {
  fault = 'loopback';
  expect(await practice.open()).toEqual(err({ code: 'practice-failed' }));
  fault = 'desk';
  expect(await practice.open()).toEqual(err({ code: 'practice-failed' }));
  expect(done).toEqual(['whatsapp closed']);
  fault = undefined;
  expect(await practice.open()).toEqual(ok());
});

it('sweeps what an earlier run left, but never a practice that is open', async () => {
  mkdirSync(folder);
  await practice.sweep();
  expect(existsSync(folder)).toBe(false);
  await practice.open();
  await practice.sweep();
  expect(existsSync(join(folder, 'tenant'))).toBe(true);
});
