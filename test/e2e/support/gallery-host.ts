import path from 'node:path';
import process from 'node:process';

import { type Page, _electron, chromium } from '@playwright/test';

import { needsNoSandbox } from '../../../scripts/system/sandbox.ts';

/** What shows the gallery: a window of Electron, or another Chromium. */
export interface GalleryHost {
  readonly page: Page;
  /** `size`: of the content, in pixels; `zoom`: 2 is 200 %. */
  readonly resize: (size: { readonly width: number; readonly height: number }, zoom: number) => Promise<void>;
  /** What is shown, as a PNG. */
  readonly picture: () => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** An empty window: Electron's, or, where `PAGES_BROWSER` names a Chromium, one of that. */
export function openHost(): Promise<GalleryHost> {
  const browser = process.env.PAGES_BROWSER;
  return browser === undefined ? openElectron() : openChromium(browser);
}

async function openElectron(): Promise<GalleryHost> {
  const app = await _electron.launch({
    args: [path.join(import.meta.dirname, 'blank-window')],
    chromiumSandbox: !needsNoSandbox(),
  });
  return {
    page: await app.firstWindow(),
    async resize(size, zoom) {
      await app.evaluate(
        ({ BrowserWindow }, look) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.setContentSize(look.size.width, look.size.height);
          window?.webContents.setZoomFactor(look.zoom);
        },
        { size, zoom },
      );
    },
    async picture() {
      // Playwright's own pictures ignore the zoom.
      const png = await app.evaluate(async ({ BrowserWindow }) => {
        const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
        return image?.toPNG().toString('base64') ?? '';
      });
      return Buffer.from(png, 'base64');
    },
    close: () => app.close(),
  };
}

async function openChromium(executablePath: string): Promise<GalleryHost> {
  const browser = await chromium.launch({ executablePath, chromiumSandbox: !needsNoSandbox() });
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  return {
    page,
    async resize({ width, height }, zoom) {
      // A zoomed page has fewer and larger pixels, as with the browser's zoom.
      await session.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(width / zoom),
        height: Math.round(height / zoom),
        deviceScaleFactor: zoom,
        mobile: false,
      });
    },
    picture: () => page.screenshot({ animations: 'allow' }),
    close: () => browser.close(),
  };
}
