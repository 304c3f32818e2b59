import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import type { Page } from '@playwright/test';
import { build, preview } from 'vite';

import type { Language } from '../../../shared/i18n/languages.ts';
import { openHost } from './gallery-host.ts';
import { settle } from './settle.ts';

const screenshots = path.join(import.meta.dirname, '../../../test-output/screenshots');
const configFile = path.join(import.meta.dirname, '../../renderer/gallery/vite.config.ts');

/** How a page is to be seen. */
export interface Look {
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  /** Of the window's content, in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** 2 is 200 %. */
  readonly zoom?: number;
}

/** The window's page over a fake console, in a real Electron window or another Chromium. */
export interface Gallery {
  readonly page: Page;
  readonly show: (scene: string, look: Look) => Promise<void>;
  /** Writes what the window shows, at its own zoom, as a PNG under test-output/screenshots; not in CI, where nobody looks. */
  readonly photograph: (name: string) => Promise<void>;
  /**
   * Elements that overflow: the window's page past the window, or words past their box. Windows beside it, and what is
   * printed, scroll as documents do.
   */
  readonly overflowing: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Builds the gallery, serves it on 127.0.0.1 and opens a window on it. */
export async function openGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-gallery-'));
  await build({ configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    configFile,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const [address] = server.resolvedUrls?.local ?? [];
  if (address === undefined) throw new Error('the gallery has no address');
  const host = await openHost();
  const { page } = host;
  await page.goto(address);
  await page.locator('main').waitFor();

  return {
    page,
    async show(scene, { language, theme, size = { width: 1200, height: 800 }, zoom = 1 }) {
      await host.resize(size, zoom);
      await page.emulateMedia({ media: null });
      // As text: the tests' own types have no DOM.
      await page.evaluate(`showScene(${JSON.stringify(scene)}, ${JSON.stringify({ language, theme })})`);
      await page.locator('main').waitFor();
      await page.evaluate('document.fonts.ready');
    },
    async photograph(name) {
      if (process.env.CI !== undefined) return;
      await settle(page);
      const file = path.join(screenshots, `${name}.png`);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, await host.picture());
    },
    overflowing: () =>
      page.evaluate(
        `[document.documentElement, ...document.querySelectorAll('button, h1, h2, p, li, section')]
          .filter((box) => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).textOverflow !== 'ellipsis')
          .concat(document.documentElement.scrollHeight > window.innerHeight && document.querySelector('#start, #ceremony, #display, [data-print-sheet]') === null ? document.body : [])
          .map((box) => box.outerHTML.slice(0, 120))`,
      ),
    async close() {
      await host.close();
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
