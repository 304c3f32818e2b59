import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const read = (page: string) => readFileSync(join(root, page), 'utf8');
const pages = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })]
  .filter((name) => name.endsWith('.md'))
  .map((name) => (name === 'README.md' ? name : join('docs', name)));

/** Words between single backticks; fenced blocks are commands and pictures. */
const quoted = (text: string) =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word);

test.each(pages)('%s names only files that exist', (page) => {
  const text = read(page);
  const files = quoted(text).filter((word) =>
    /^(electron|renderer|shared|test|scripts|docs|resources)\/[\w./-]*$/.test(word),
  );
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) =>
    join(dirname(page), target),
  );
  expect([...files, ...links].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('the architecture has a line for every room of the main process', () => {
  const rooms = readdirSync(join(root, 'electron'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `electron/${name}/`);
  const lines = quoted(read('docs/architecture.md'));
  expect(rooms.filter((room) => !lines.includes(room))).toEqual([]);
});

test('the glossary has each term once, in its table', () => {
  const terms = [...read('docs/glossary.md').matchAll(/^\| ([^|]+?) +\|/gm)]
    .map(([, term = '']) => term)
    .filter((term) => term !== 'term' && !term.startsWith('--'));
  expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([]);
  expect(terms.length).toBeGreaterThan(40);
});
