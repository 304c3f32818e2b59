import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Something to type, and what a guide says comes back. */
export interface Step {
  /** File and line. */
  readonly where: string;
  readonly typed: string;
  /** `''`: nothing comes back. */
  readonly answer: string;
}

/**
 * Everything in a guide that a shell is to be told: its `sh` blocks, each a sequence of commands and of answers, which
 * stand below them as comments. Throws where a block is anything else, because nobody would run that.
 */
export async function readGuide(name: string): Promise<Step[]> {
  const guide = await readFile(join(import.meta.dirname, '../../../docs', name), 'utf8');
  const fence = /^( *)```(.*)\n([^]*?)^\1```$/gm;
  return [...guide.matchAll(fence)].flatMap(({ index, 1: indent = '', 2: language, 3: block = '' }) => {
    const line = guide.slice(0, index).split('\n').length;
    if (language !== 'sh') throw new Error(`${name}:${line} is a block of ${language}`);
    const lines = block.trimEnd().split('\n');
    return stepsIn(
      lines.map((text) => text.slice(indent.length)),
      (offset) => `docs/${name}:${line + 1 + offset}`,
    );
  });
}

function stepsIn(lines: readonly string[], where: (offset: number) => string): Step[] {
  const steps: { where: string; typed: string[]; answer: string[] }[] = [];
  for (const [offset, line] of lines.entries()) {
    const last = steps.at(-1);
    if (line.startsWith('#')) last?.answer.push(line.replace(/^# ?/, ''));
    else if (last?.answer.length === 0) last.typed.push(line);
    else steps.push({ where: where(offset), typed: [line], answer: [] });
  }
  return steps.map(({ typed, answer, ...step }) => ({ ...step, typed: typed.join('\n'), answer: answer.join('\n') }));
}
