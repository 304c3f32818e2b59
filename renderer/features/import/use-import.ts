import { useRef, useState } from 'react';

import type { CommandError } from '../../../shared/errors.ts';
import { useConsole } from '../../state/services.ts';
import type { ImportReading, ImportRow } from './read-import.ts';

/** Tenants in one request: small enough for a bar that moves and a cancel that is heard. */
const portion = 20;

export interface Refused {
  readonly tenantId: string;
  readonly error: CommandError;
}

/**
 * - `adding`: under way; `reading` is what it began with, whatever the list of tenants has become since
 * - `added`: over, by itself or by a cancel
 * - `undoing`, `undone`: what it added is taken away again
 */
export type ImportStage =
  | { readonly kind: 'ready'; readonly error?: CommandError }
  | { readonly kind: 'adding'; readonly reading: ImportReading; readonly done: number }
  | {
      readonly kind: 'added';
      readonly ids: readonly string[];
      readonly refused: readonly Refused[];
      readonly left: number;
    }
  | { readonly kind: 'undoing'; readonly done: number; readonly total: number }
  | { readonly kind: 'undone'; readonly count: number; readonly refused: readonly Refused[] };

interface Import {
  readonly stage: ImportStage;
  readonly add: (reading: ImportReading) => Promise<void>;
  /** Stops after the portion that is under way; what was added stays. */
  readonly cancel: () => void;
  readonly undo: (ids: readonly string[]) => Promise<void>;
}

function portionsOf(rows: readonly ImportRow[]): readonly (readonly ImportRow[])[] {
  return Array.from({ length: Math.ceil(rows.length / portion) }, (_, index) =>
    rows.slice(index * portion, (index + 1) * portion),
  );
}

/** Adds a list portion by portion, and takes it back. */
export function useImport(): Import {
  const { tenants } = useConsole();
  const [stage, setStage] = useState<ImportStage>({ kind: 'ready' });
  const run = useRef(new AbortController());

  async function add(reading: ImportReading): Promise<void> {
    const { signal } = (run.current = new AbortController());
    const ids: string[] = [];
    const refused: Refused[] = [];
    let done = 0;
    setStage({ kind: 'adding', reading, done });
    for (const rows of portionsOf(reading.rows)) {
      if (signal.aborted) break;
      const answer = await tenants.import({ rows: [...rows] });
      if (!answer.ok) {
        // Nothing was added yet: the list is still there to try again.
        if (ids.length === 0) {
          setStage({ kind: 'ready', error: answer.error });
          return;
        }
        refused.push(...rows.map(({ tenantId }) => ({ tenantId, error: answer.error })));
      } else {
        const kept = new Set<string>(answer.value.refused.map(({ tenantId }) => tenantId));
        ids.push(...rows.flatMap(({ tenantId }) => (kept.has(tenantId) ? [] : [tenantId])));
        refused.push(...answer.value.refused);
      }
      done += rows.length;
      setStage({ kind: 'adding', reading, done });
    }
    setStage({ kind: 'added', ids, refused, left: reading.rows.length - done });
  }

  async function undo(ids: readonly string[]): Promise<void> {
    const refused: Refused[] = [];
    for (const [done, tenantId] of ids.entries()) {
      setStage({ kind: 'undoing', done, total: ids.length });
      const answer = await tenants.remove({ tenantId });
      if (!answer.ok) refused.push({ tenantId, error: answer.error });
    }
    setStage({ kind: 'undone', count: ids.length - refused.length, refused });
  }

  return {
    stage,
    add,
    cancel: () => {
      run.current.abort();
    },
    undo,
  };
}
