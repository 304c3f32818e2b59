import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it } from 'vitest';

import { languageCodes } from '../../../shared/i18n/languages.ts';

it('packs Chromium’s own words in every language of the program', async () => {
  const builder = await readFile(path.join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
  const packed = /^electronLanguages: \[(.*)\]$/m.exec(builder)?.[1]?.split(', ');
  expect(packed).toEqual(languageCodes.map((code) => (code === 'en' ? 'en-US' : code)));
});
