import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { type ViteDevServer, createServer } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { createTexts, textsFor } from '../../../electron/window/texts.ts';
import type { loadTexts } from '../../../renderer/ceremony/load-texts.ts';
import type { createCatalogues } from '../../../renderer/i18n/catalogues.ts';
import { defaultPreferences } from '../../../shared/default-preferences.ts';
import type * as language from '../../../shared/i18n/language.ts';
import type { Language } from '../../../shared/i18n/languages.ts';
import type { ceremonyTaskSchema } from '../../../shared/ipc/ceremony-contract.ts';
import type { preferencesSchema } from '../../../shared/preferences.ts';
import { addPseudoLanguage } from '../../support/pseudo-language.ts';

const repository = path.join(import.meta.dirname, '../../..');
const xa = 'xa' as Language;
/** A copy of the product with one language more. That the settings offer every language of the table: settings.test.tsx. */
let copy: string;
let server: ViteDevServer;

beforeAll(async () => {
  copy = await mkdtemp(path.join(os.tmpdir(), 'pairing-console-languages-'));
  for (const folder of ['shared', 'renderer', 'electron']) {
    await cp(path.join(repository, folder), path.join(copy, folder), { recursive: true });
  }
  await symlink(path.join(repository, 'node_modules'), path.join(copy, 'node_modules'));
  await addPseudoLanguage(copy);
  server = await createServer({
    configFile: false,
    root: copy,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
});
afterAll(async () => {
  await server.close();
  await rm(copy, { recursive: true, force: true });
});

async function load<Module>(file: string): Promise<Module> {
  return (await server.ssrLoadModule(`/${file}`)) as Module;
}

it('is known to schemas, to the system’s language and to directions by its one line', async () => {
  const preferences = await load<{ preferencesSchema: typeof preferencesSchema }>('shared/preferences.ts');
  expect(preferences.preferencesSchema.parse({ ...defaultPreferences, language: xa }).language).toBe(xa);
  const { ceremonyTaskSchema: task } = await load<{ ceremonyTaskSchema: typeof ceremonyTaskSchema }>(
    'shared/ipc/ceremony-contract.ts',
  );
  expect(task.shape.language.parse(xa)).toBe(xa);
  const { languageOf, localeOf, directionOf } = await load<typeof language>('shared/i18n/language.ts');
  expect(languageOf('system', ['fr-FR', 'xa-IL', 'he-IL'])).toBe(xa);
  expect(localeOf(xa, ['he-IL'])).toBe('en-GB');
  expect(directionOf(xa)).toBe('rtl');
});

it('is spoken by the window, the passkey’s page and the main process from its one folder', async () => {
  const { createCatalogues: create } = await load<{ createCatalogues: typeof createCatalogues }>(
    'renderer/i18n/catalogues.ts',
  );
  expect((await create().of(xa))['tenants.add']).toBe('⟦Add tëñáñt⟧');
  const ceremony = await load<{ loadTexts: typeof loadTexts }>('renderer/ceremony/load-texts.ts');
  expect((await ceremony.loadTexts(xa))['ceremony.cancel']).toBe('⟦Cáñcël⟧');
  const main = await load<{ textsFor: typeof textsFor; createTexts: typeof createTexts }>('electron/window/texts.ts');
  expect(main.textsFor(xa, []).trayMore(3)).toBe('⟦3 môrë⟧');
});
