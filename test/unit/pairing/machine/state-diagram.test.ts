import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { phaseSchema } from '../../../../shared/session.ts';
import { atLeast, property } from '../../../support/stories.ts';

/** The phases and moves of the Mermaid diagram in docs/states.md; a move of a group is one of each phase in it. */
function readDiagram() {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/states.md'), 'utf8');
  const names = new Map<string, string>();
  const groups = new Map<string, string[]>();
  const arrows: [string, string][] = [];
  let group: string[] | undefined;
  for (const line of page.split('```mermaid')[1]?.split('```')[0]?.split('\n') ?? []) {
    const [, name, alias, opens] = /^\s*state "(.+)" as (\w+)( \{)?$/.exec(line) ?? [];
    const [, from, to] = /^\s*(\w+|\[\*\]) --> (\w+)/.exec(line) ?? [];
    if (alias !== undefined && opens !== undefined) groups.set(alias, (group = []));
    else if (alias !== undefined && name !== undefined) {
      names.set(alias, name);
      group?.push(alias);
    } else if (line.trim() === '}') group = undefined;
    if (from !== undefined && to !== undefined) arrows.push([from, to]);
  }
  const moves = arrows
    .filter(([from]) => from !== '[*]')
    .flatMap(([from, to]) => (groups.get(from) ?? [from]).map((one) => `${names.get(one)} → ${names.get(to)}`));
  return { phases: [...names.values()], moves };
}

test('the diagram has every phase of the machine, and no other', () => {
  expect(readDiagram().phases.sort()).toEqual([...phaseSchema.options].sort());
});

test('the diagram has every move that stories make, and no other', () => {
  const seen = new Set<string>();
  property(5_000, (told, held) => {
    for (const { before, after } of told) {
      if (before.phase === after.phase) continue;
      held();
      seen.add(`${before.phase} → ${after.phase}`);
    }
  });
  const { moves } = readDiagram();
  expect([...seen].filter((move) => !moves.includes(move))).toEqual([]);
  // A handful of stories does not make every move.
  if (atLeast(1_000) === 1_000) expect(moves.filter((move) => !seen.has(move))).toEqual([]);
});
