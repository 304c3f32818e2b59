import { join } from 'node:path';

import { appendToFile, ensureFolder, readIfPresent, replaceFile, tidyFolder } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import type { AuditPlace } from './audit-place.ts';
import { type Link, headSchema, linkSchema } from './chain.ts';

/**
 * `<folder>/audit.jsonl`, with `<folder>/audit-head.json` beside it, which says where the entries begin and how far they had
 * come. Who can write both files can write another history: the chain shows accidents and clumsy hands; a copy of the last
 * hash that is kept elsewhere shows more.
 */
export function createAuditFiles(folder: string): AuditPlace {
  const path = join(folder, 'audit.jsonl');
  const headPath = join(folder, 'audit-head.json');
  /** The file ends in half a line, or an append has failed in its middle. */
  let isSuspect = false;
  const textOf = (some: readonly Link[]) => some.map((link) => `${JSON.stringify(link)}\n`).join('');

  return {
    place: folder,
    async read() {
      await tidyFolder(folder, []);
      const text = (await readIfPresent(path))?.toString('utf8') ?? '';
      const headText = (await readIfPresent(headPath))?.toString('utf8');
      const head = headText === undefined ? undefined : headSchema.safeParse(parsedJson(headText)).data;
      // Half a line at the end is what a killed process leaves: that entry was not flushed, and counts as not written.
      isSuspect = !text.endsWith('\n') && text !== '';
      const written = text.split('\n').slice(0, -1);
      const lines = written.map((line) => linkSchema.safeParse(parsedJson(line)).data);
      return { lines, head, isNew: lines.length === 0 && headText === undefined };
    },
    async append(links, before) {
      if (before.length === 0) await ensureFolder(folder);
      if (isSuspect) await replaceFile(path, textOf(before));
      isSuspect = true;
      if (links.length > 0) await appendToFile(path, textOf(links));
      isSuspect = false;
      return true;
    },
    saveHead: (head) => replaceFile(headPath, JSON.stringify(head)),
    async keepOnly(rest) {
      await replaceFile(path, textOf(rest));
      isSuspect = false;
    },
  };
}
