import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type KeyEnvelope, envelopeSchema } from '../crypto/key-envelope.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt } from '../files/storage-error.ts';
import type { Database } from './database.ts';

/** The sealed data key in its row. Its last form is the one to be replaced: no program writes over what it has not read. */
export interface KeyEnvelopeRow {
  read(): Promise<Result<readonly KeyEnvelope[], StorageError | { readonly code: 'data-key-damaged' }>>;
  /** `storage-busy`: another program was faster. */
  write(envelope: KeyEnvelope): Promise<Result<null, StorageError>>;
}

export function createKeyEnvelopeRow({ place, run }: Database): KeyEnvelopeRow {
  let last: string | undefined;
  return {
    async read() {
      const rows = await attempt(place, () => run<{ envelope: string }>('SELECT envelope FROM data_key'));
      if (!rows.ok) return rows;
      last = rows.value[0]?.envelope;
      if (last === undefined) return ok([]);
      const envelope = envelopeSchema.safeParse(parsedJson(last)).data;
      return envelope === undefined ? err({ code: 'data-key-damaged' }) : ok([envelope]);
    },
    async write(envelope) {
      const text = JSON.stringify(envelope);
      const written = await attempt(place, () =>
        last === undefined
          ? run('INSERT INTO data_key (envelope) VALUES ($1) ON CONFLICT DO NOTHING RETURNING envelope', [text])
          : run('UPDATE data_key SET envelope = $1 WHERE envelope = $2 RETURNING envelope', [text, last]),
      );
      if (!written.ok) return written;
      if (written.value.length === 0) return err({ code: 'storage-busy', place });
      last = text;
      return ok();
    },
  };
}
