import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

import { type ElectronApplication, type Page, _electron } from '@playwright/test';

import { needsNoSandbox } from '../../../scripts/system/sandbox.ts';

const root = path.join(import.meta.dirname, '../../..');
const withKeyring = path.join(import.meta.dirname, 'with-keyring.cjs');

/** A port on this machine with no listener: a test that needs no WhatsApp asks the real one nothing either. */
export const nowhere = 'ws://127.0.0.1:9/';

/** How long a console may take to quit. One that is stuck would hold its worker up to the end of the test, and beyond. */
const quitMs = 30_000;

export interface LaunchOptions {
  /** The folder for everything the console keeps. One that is given is left alone; by default a new one is thrown away. */
  readonly userData?: string;
  /** The WhatsApp endpoint, `ws://127.0.0.1:PORT/…`; by default `nowhere`. */
  readonly whatsappUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Use the keyring of the session bus. Without this there is none: Playwright says so to every Electron. */
  readonly keyring?: boolean;
}

/** A console in its own Electron, with its first window. */
export interface LaunchedConsole {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** What the main process has written to its standard output and error so far. */
  output(): string;
  /** Quits in an orderly way, whatever is being scanned, if it has not quit by itself, and throws its folder away if it was made here. */
  readonly close: () => Promise<void>;
}

/** Starts the built console and waits for its window. */
export async function launchConsole(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  const userData = options.userData ?? (await mkdtemp(path.join(os.tmpdir(), 'pairing-console-')));
  const app = await _electron.launch({
    // Where there is none, looking for a GPU is a tenth of the work of a start.
    args: [...(options.keyring === true ? ['-r', withKeyring] : []), root, '--disable-gpu', ...(options.args ?? [])],
    chromiumSandbox: !needsNoSandbox(),
    env: {
      ...inherited(),
      PAIRING_CONSOLE_USER_DATA: userData,
      WHATSAPP_URL: options.whatsappUrl ?? nowhere,
      // Else the first start asks for a passphrase, or seals with the keyring of the person who runs the tests.
      DATA_IN_THE_CLEAR: 'yes',
      ...options.env,
    },
  });
  let output = '';
  let quitting = false;
  app.once('close', () => (quitting = true));
  app.process().once('exit', () => (quitting = true));
  const exited = once(app.process(), 'exit');
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const page = await app.firstWindow().catch((error: unknown) => {
    app.process().kill('SIGKILL');
    throw new Error(`the console opened no window; it said:\n${output}`, { cause: error });
  });
  return {
    app,
    page,
    userData,
    output: () => output,
    close: async () => {
      const patience = new AbortController();
      const stuck = setTimeout(() => {
        patience.abort();
        app.process().kill('SIGKILL');
      }, quitMs);
      try {
        if (!quitting) {
          await answerDialogs(app, 1);
          await app.close();
        }
        // One that quits by itself answers no more before its process has gone.
        await exited;
      } finally {
        clearTimeout(stuck);
      }
      if (patience.signal.aborted) throw new Error(`the console did not quit within ${quitMs} ms; it said:\n${output}`);
      if (options.userData === undefined) await rm(userData, { recursive: true, force: true });
    },
  };
}

/** From here on every message box is answered with this button. */
export async function answerDialogs(app: ElectronApplication, response: number): Promise<void> {
  await app.evaluate(({ dialog }, button) => {
    dialog.showMessageBox = () => Promise.resolve({ response: button, checkboxChecked: false });
  }, response);
}

/** The options of the message box that appears during `act`; it is answered with this button. */
export async function askedWhile(
  app: ElectronApplication,
  response: number,
  act: () => Promise<unknown>,
): Promise<Electron.MessageBoxOptions> {
  const asked = await app.evaluateHandle(({ dialog }, button) => {
    const options = new Promise<Electron.MessageBoxOptions>((resolve) => {
      // The window that a box belongs to comes first, where it has one.
      dialog.showMessageBox = (...given: unknown[]) => {
        resolve(given.at(-1) as Electron.MessageBoxOptions);
        return Promise.resolve({ response: button, checkboxChecked: false });
      };
    });
    return { options };
  }, response);
  await act();
  return asked.evaluate(({ options }) => options);
}

/** This process's environment without the variables that change how the console starts. */
function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'NODE_OPTIONS',
  );
  return Object.fromEntries(entries);
}
