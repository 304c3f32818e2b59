import { dirname } from 'node:path';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { type KeyEnvelope, envelopeSchema } from '../crypto/key-envelope.ts';
import { readIfPresent, replaceFile } from '../files/durable-file.ts';
import { parsedJson } from '../files/json-text.ts';
import { attempt } from '../files/storage-error.ts';

export interface KeyFileDamaged {
  /** The file of the data key is there, and neither it nor its copy can be read. */
  readonly code: 'data-key-damaged';
}

/** The sealed data key on disk, twice: without it nothing that is sealed opens ever again. */
export interface KeyFile {
  /** What can be read of the file and its copy, in this order; none where there is neither. Changes nothing. */
  read(): Promise<Result<readonly KeyEnvelope[], StorageError | KeyFileDamaged>>;
  /** Durable in both places once it resolves. */
  write(envelope: KeyEnvelope): Promise<Result<null, StorageError>>;
}

export function createKeyFile(path: string, copy: string): KeyFile {
  const place = dirname(path);

  function read(file: string): Promise<Result<KeyEnvelope | 'damaged' | undefined, StorageError>> {
    return attempt(place, async () => {
      const bytes = await readIfPresent(file);
      return bytes && (envelopeSchema.safeParse(parsedJson(bytes.toString('utf8'))).data ?? 'damaged');
    });
  }

  return {
    async read() {
      const [first, second] = [await read(path), await read(copy)];
      if (!first.ok) return first;
      if (!second.ok) return second;
      const found = [first.value, second.value];
      const whole = found.filter((each) => typeof each === 'object');
      return whole.length === 0 && found.includes('damaged') ? err({ code: 'data-key-damaged' }) : ok(whole);
    },
    write: (envelope) =>
      attempt(place, async () => {
        const text = JSON.stringify(envelope);
        await replaceFile(path, text);
        await replaceFile(copy, text);
        return null;
      }),
  };
}
