import { useState } from 'react';

import type { CommandError } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import { useConsole } from '../../state/services.ts';

type Deed = 'start' | 'stop' | 'remove';

/**
 * - `running`: one tenant after the other
 * - `done`: `ids` were changed and can be changed back; the others were refused
 */
export type BulkStage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'running' }
  | {
      readonly kind: 'done';
      readonly deed: Deed;
      readonly ids: readonly string[];
      readonly refused: number;
      readonly error: CommandError | undefined;
    };

interface Bulk {
  readonly stage: BulkStage;
  readonly run: (deed: Deed, ids: readonly string[]) => Promise<void>;
  readonly undo: () => Promise<Result<null, CommandError>>;
  /** Forgets what was done. */
  readonly dismiss: () => void;
}

/** One command for many tenants, and the way back. */
export function useBulk(): Bulk {
  const { tenants, session } = useConsole();
  const [stage, setStage] = useState<BulkStage>({ kind: 'ready' });
  const deeds = { start: session.start, stop: session.disconnect, remove: tenants.remove } as const;
  const undos = { start: session.disconnect, stop: session.start, remove: tenants.restore } as const;

  async function run(deed: Deed, ids: readonly string[]): Promise<void> {
    setStage({ kind: 'running' });
    const changed: string[] = [];
    let error: CommandError | undefined;
    for (const tenantId of ids) {
      const answer: Result<unknown, CommandError> = await deeds[deed]({ tenantId });
      if (answer.ok) changed.push(tenantId);
      else error ??= answer.error;
    }
    setStage({ kind: 'done', deed, ids: changed, refused: ids.length - changed.length, error });
  }

  async function undo(): Promise<Result<null, CommandError>> {
    if (stage.kind !== 'done') return { ok: true, value: null };
    for (const tenantId of stage.ids) {
      const answer: Result<unknown, CommandError> = await undos[stage.deed]({ tenantId });
      if (!answer.ok) return answer;
    }
    return { ok: true, value: null };
  }
  return { stage, run, undo, dismiss: () => setStage({ kind: 'ready' }) };
}
