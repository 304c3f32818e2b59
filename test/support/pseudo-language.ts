import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'ë', i: 'ï', o: 'ô', u: 'ü', n: 'ñ', s: 'š', y: 'ÿ' };

/** `Show {count}` → `⟦Šhôw {count}⟧`: still readable, never English; what braces hold is ICU syntax and stays. */
export function accented(message: string): string {
  let depth = 0;
  const letters = Array.from(message, (letter) => {
    if (letter === '{') depth += 1;
    if (letter === '}') depth -= 1;
    return depth === 0 ? (accents[letter] ?? letter) : letter;
  });
  return `⟦${letters.join('')}⟧`;
}

/** The text of a file that exports the English texts of its namesake with every message accented. */
function fileOf(name: string): string {
  return [
    `import { ${name}Texts as english } from '../en/${name}.ts';`,
    `const accents = ${JSON.stringify(accents)};`,
    accented.toString(),
    'const said = (text) => typeof text === "string" ? accented(text) : (...values) => accented(text(...values));',
    `export const ${name}Texts = Object.fromEntries(Object.entries(english).map(([key, text]) => [key, said(text)]));`,
  ].join('\n');
}

/** Adds the right-to-left pseudo-language `xa` to a copy of the repository: one folder and one line, nothing else. */
export async function addPseudoLanguage(repository: string): Promise<void> {
  const folder = path.join(repository, 'shared/i18n/xa');
  await mkdir(folder);
  for (const name of ['window', 'main', 'passkey']) await writeFile(path.join(folder, `${name}.ts`), fileOf(name));

  const table = path.join(repository, 'shared/i18n/languages.ts');
  const before = await readFile(table, 'utf8');
  const line = "{ code: 'xa', name: 'Ácçëñts', direction: 'rtl', locale: 'en-GB', counts: ['one', 'other'] },\n";
  await writeFile(table, before.replace('] as const satisfies', `  ${line}] as const satisfies`));
}
