import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { type ElectronApplication, type Page, expect, test } from '@playwright/test';

import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import { type LaunchedConsole, type LaunchOptions, launchConsole } from './launch.ts';

/** A WhatsApp on this machine, and a folder with the console that works in it. */
export interface Station {
  readonly whatsapp: LoopbackWhatsApp;
  /** Everything that the console keeps; it outlives a restart. */
  readonly userData: string;
  /** Starts the console; one that runs quits first. */
  readonly launch: (options?: LaunchOptions) => Promise<LaunchedConsole>;
  /** The console that was started last. */
  readonly launched: LaunchedConsole;
  readonly app: ElectronApplication;
  readonly page: Page;
}

/**
 * Gives every test of a file a fresh station, and holds the console at its end to the rules of the protocol.
 * `whenQuit` looks at the folder that it leaves.
 */
export function useStation(whenQuit?: (userData: string) => Promise<void>): Station {
  let whatsapp: LoopbackWhatsApp | undefined;
  let userData: string | undefined;
  let launched: LaunchedConsole | undefined;

  test.beforeEach(async () => {
    whatsapp = await createLoopbackWhatsApp();
    userData = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-'));
  });
  test.afterEach(async () => {
    await launched?.close();
    launched = undefined;
    expect(whatsapp?.violations).toEqual([]);
    if (userData !== undefined) await whenQuit?.(userData);
    await whatsapp?.close();
    if (userData !== undefined) await rm(userData, { recursive: true, force: true });
  });

  function here<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('a station exists within a test, and its console once it is launched');
    return part;
  }
  return {
    get whatsapp() {
      return here(whatsapp);
    },
    get userData() {
      return here(userData);
    },
    get launched() {
      return here(launched);
    },
    get app() {
      return here(launched).app;
    },
    get page() {
      return here(launched).page;
    },
    async launch(options) {
      await launched?.close();
      return (launched = await launchConsole({
        userData: here(userData),
        whatsappUrl: here(whatsapp).url,
        ...options,
      }));
    },
  };
}
