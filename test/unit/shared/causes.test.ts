import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { causeNames, causes, mayLieHere } from '../../../shared/causes.ts';
import { causeSchema } from '../../../shared/failure.ts';

test('every cause has one card, and the schema has the same causes', () => {
  expect(causeSchema.options).toEqual(causeNames);
  expect(new Set(causeNames).size).toBe(causeNames.length);
  for (const cause of causeNames) expect(causes[cause].reason, cause).toMatch(/^[A-Z].*\.$/);
});

test('what is set aside proves nothing any more, and only what reconnects has a pause', () => {
  for (const cause of causeNames) {
    const { retry, proof, pause } = causes[cause];
    if (retry === 'fresh-qr') expect(proof, cause).toBe('void');
    if (pause !== undefined) expect(retry, cause).toBe('reconnect');
  }
});

test('a look at this workstation is offered where the reason may lie here', () => {
  expect(mayLieHere('dns-failed')).toBe(true);
  expect(mayLieHere('storage-full')).toBe(true);
  expect(mayLieHere('unknown')).toBe(true);
  expect(mayLieHere('banned')).toBe(false);
});

test('the cards load no schema library: the window reads them', () => {
  const folder = join(import.meta.dirname, '../../../shared');
  const files = [
    'causes.ts',
    'suspects.ts',
    'diagnosis.ts',
    ...readdirSync(join(folder, 'causes')).map((name) => `causes/${name}`),
  ];
  for (const file of files) expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(/from 'zod'/);
});
