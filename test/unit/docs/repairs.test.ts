import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const repairs = readdirSync(join(root, 'electron/whatsapp/repairs'));
const { version } = JSON.parse(read('node_modules/@whiskeysockets/baileys/package.json')) as { version: string };
const page = read('docs/upgrading-the-client.md');

test.each(repairs)(
  '%s names the version and the place, stands in the page, and has a test of the unmodified library',
  (name) => {
    const text = read(`electron/whatsapp/repairs/${name}`);
    expect(text).toMatch(/ \* Fault: /);
    expect(text).toMatch(new RegExp(` \\* Where: (@whiskeysockets/baileys ${version}|libsignal \\d+\\.\\d+\\.\\d+),`));
    expect(page).toContain(`| \`${name}\``);
    const tests = ['unit', 'integration']
      .map((kind) => `test/${kind}/whatsapp/repairs/${name.replace('.ts', '.test.ts')}`)
      .filter((path) => existsSync(join(root, path)));
    expect(tests.some((path) => text.includes(path))).toBe(true);
    expect(tests.some((path) => read(path).includes(' still needed: '))).toBe(true);
  },
);
