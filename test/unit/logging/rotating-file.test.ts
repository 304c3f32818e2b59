import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createRotatingFile } from '../../../electron/logging/rotating-file.ts';
import { openSmallDisk } from '../../support/small-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotating-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (name: string): string => `${name.padEnd(9, '.')}\n`;

it('keeps three files within the bound and drops the oldest lines', () => {
  const path = join(folder, 'logs', 'console.log');
  const file = createRotatingFile({ path, maximumBytes: 20, generations: 3 });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) file.write(line(name));
  file.close();
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['console.log', 'console.log.1', 'console.log.2']);
  expect(readFileSync(path, 'utf8')).toBe(line('g'));
  expect(readFileSync(`${path}.1`, 'utf8')).toBe(line('e') + line('f'));
  expect(readFileSync(`${path}.2`, 'utf8')).toBe(line('c') + line('d'));
});

it('goes on where an earlier run stopped', () => {
  const path = join(folder, 'console.log');
  for (const name of ['a', 'b', 'c']) {
    const file = createRotatingFile({ path, maximumBytes: 20, generations: 2 });
    file.write(line(name));
    file.close();
  }
  expect(readFileSync(path, 'utf8')).toBe(line('c'));
  expect(readFileSync(`${path}.1`, 'utf8')).toBe(line('a') + line('b'));
});

it.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
  const path = join(folder, 'logs', 'console.log');
  const file = createRotatingFile({ path, maximumBytes: 20, generations: 2 });
  file.write(line('a'));
  file.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
});

it('never throws, and says how many lines were lost once it can write again', () => {
  const path = join(folder, 'console.log');
  mkdirSync(path);
  const file = createRotatingFile({ path, maximumBytes: 1000, generations: 2 });
  file.write(line('a'));
  file.write(line('b'));
  rmSync(path, { recursive: true });
  file.write(line('c'));
  file.close();
  expect(readFileSync(path, 'utf8')).toBe(`{"level":"warn","msg":"lines that could not be written: 2"}\n${line('c')}`);
});

it('has whole lines only where the disk was full, and counts the rest', async (context) => {
  const disk = await openSmallDisk(64, context);
  const path = join(disk.path, 'logs', 'console.log');
  const file = createRotatingFile({ path, maximumBytes: 1_000_000, generations: 3 });
  file.write(line('first'));
  await disk.fill();
  // Its page takes 409 lines of ten bytes and six bytes of another.
  for (let count = 1; count < 500; count += 1) file.write(line('more'));
  expect(statSync(path).size).toBe(4090);
  await disk.free();
  file.write(line('last'));
  file.close();
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.slice(0, 409)).toEqual(['first....', ...Array<string>(408).fill('more.....')]);
  expect(lines.slice(409)).toEqual(['{"level":"warn","msg":"lines that could not be written: 91"}', 'last.....', '']);
});
