import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { main, say } from './launch.ts';

const root = path.dirname(import.meta.dirname);

/** Phrases that make a reader stop and guess, as regular expressions, and what to write in their place. */
const banned = {
  whoever: 'name the person or the program',
  'nobody (?:waits|who|can tell|knows|asks|wants)': 'say what happens, and to whom',
  '(?:which|that) nobody': 'say what happens, and to whom',
  'for ever': 'say how often, or until when',
  'of (?:its|their|his|her) own': '"separate", "another", or a number',
  'it is a word that': 'name the thing, then say what it does',
  'what is no': 'name the thing that is excluded',
  'is no life': 'name the state',
};
/** A phrase may be broken by the end of a line, with a comment's mark before its next word. */
const gap = String.raw`\s+(?:(?:\*|//|#)\s+)?`;
const phrases = Object.entries(banned).map(([phrase, instead]) => ({
  pattern: new RegExp(String.raw`\b${phrase.replaceAll(' ', gap)}\b`, 'gi'),
  instead,
}));

const passedOver = new Set(['node_modules', '.git', 'dist', 'out', 'test-output', 'package-lock.json']);
const kinds = new Set(['.ts', '.tsx', '.js', '.md', '.css', '.html', '.yml', '.yaml', '.json']);
/** The list itself stands here. */
const thisFile = 'scripts/words.ts';

/** `npm run words`: fails on every such phrase in comments, names, texts and pages. */
await main(async () => {
  const files = (await filesIn('.')).filter((file) => file !== thisFile);
  const found = (await Promise.all(files.map(findingsIn))).flat();
  found.forEach(say);
  say(`${found.length} phrases to be made plainer, in ${files.length} files`);
  return found.length === 0 ? 0 : 1;
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const lists = entries
    .filter(({ name }) => !passedOver.has(name))
    .map(async (entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(file);
      return entry.isFile() && (kinds.has(path.extname(file)) || folder === '.ci') ? [file] : [];
    });
  return (await Promise.all(lists)).flat();
}

async function findingsIn(file: string): Promise<string[]> {
  const text = await readFile(path.join(root, file), 'utf8');
  return phrases.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${file}:${line}: "${match.replaceAll(/\s+(?:\*|\/\/|#)?\s*/g, ' ')}": ${instead}`;
    }),
  );
}
