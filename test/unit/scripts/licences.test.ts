import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { licenceOf } from '../../../scripts/vite/licences.ts';
import { createTemporaryFolder } from '../../support/credentials.ts';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
beforeEach(async () => {
  folder = await createTemporaryFolder();
});
afterEach(() => folder.remove());

function packageOf(manifest: Record<string, unknown>, licenceFile?: string): string {
  const place = path.join(folder.path, 'package');
  mkdirSync(place);
  writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name: 'some', version: '1.0.0', ...manifest }));
  if (licenceFile !== undefined) writeFileSync(path.join(place, 'LICENSE.md'), licenceFile);
  return place;
}

it('takes the words of the licence file and the address of the sources', () => {
  const place = packageOf({ license: 'ISC', repository: { url: 'git+https://example.org/some.git' } }, 'the words');
  expect(licenceOf(place)).toEqual({
    name: 'some',
    version: '1.0.0',
    licence: 'ISC',
    text: 'the words',
    source: 'https://example.org/some',
  });
});

it.each(['SSPL-1.0', 'UNLICENSED', 'MIT AND SSPL-1.0', 'CC-BY-NC-4.0', undefined])(
  'refuses the licence %s',
  (license) => {
    expect(() => licenceOf(packageOf({ license }, 'the words'))).toThrow(/known-licences\.ts/);
  },
);

it.each(['MIT', '(MIT OR SSPL-1.0)', 'MIT AND Apache-2.0'])('takes in the licence %s', (license) => {
  expect(licenceOf(packageOf({ license }, 'the words')).licence).toBe(license);
});

it('gives the full text of a licence whose package brings none, with its author', () => {
  const { text } = licenceOf(packageOf({ license: 'MIT', author: { name: 'Ada' } }));
  expect(text).toContain('By Ada.');
  expect(text).toContain('Permission is hereby granted');
});

it('tells what the WebAssembly of the client library is made of', () => {
  const { licence, text } = licenceOf(path.join(import.meta.dirname, '../../../node_modules/whatsapp-rust-bridge'));
  expect(licence).toBe('MIT AND AGPL-3.0-only');
  expect(text).toContain('wacore/libsignal');
  expect(text).toContain('GNU AFFERO GENERAL PUBLIC LICENSE');
});

it.each([
  ['git@github.com:some/one', 'https://github.com/some/one'],
  ['git+ssh://git@github.com/some/one.git', 'https://github.com/some/one'],
  ['git://github.com/some/one.git', 'https://github.com/some/one'],
  ['https://example.org/some/one.git', 'https://example.org/some/one'],
  ['github:some/one', 'https://github.com/some/one'],
  ['some/one', 'https://github.com/some/one'],
])('shows %s as an address that a browser opens', (repository, source) => {
  expect(licenceOf(packageOf({ license: 'ISC', repository }, 'the words')).source).toBe(source);
});
