import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type FlightFrame, flightSchema } from '../../shared/flight.ts';
import { namesIn, readIfPresent, replaceFile } from '../files/durable-file.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';

/** Only the newest failures have recordings; older entries of the log go on without. */
export const maximumFlights = 200;
const suffix = '.json';
/** An entry of the log, or a tenant. */
export const validFlightId = /^[0-9A-Za-z][\w-]{0,63}$/;

/** Recordings of the flight recorder: of a failure by the id of its entry in the log, of a link by its tenant. */
export interface FlightStore {
  /** Begins to write. Logs what the disk refuses: a recording is never worth an interruption. */
  keep(id: string, frames: readonly FlightFrame[]): void;
  /** `undefined`: none can be read. */
  read(id: string): Promise<FlightFrame[] | undefined>;
  /** Throws every other recording away. */
  keepOnly(ids: readonly string[]): void;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** One file each in `folder`, readable by its owner only; at most `maximum` of them, the oldest go first. */
export function createFlightStore(folder: string, logger: Logger, maximum = maximumFlights): FlightStore {
  const writes = createQueue();

  async function ids(): Promise<string[]> {
    const names = await namesIn(folder);
    return names
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter((id) => validFlightId.test(id))
      .sort();
  }

  async function forget(old: readonly string[]): Promise<void> {
    await Promise.all(old.map((id) => rm(join(folder, `${id}${suffix}`), { force: true })));
  }

  async function write(id: string, frames: readonly FlightFrame[]): Promise<void> {
    try {
      await replaceFile(join(folder, `${id}${suffix}`), JSON.stringify(frames));
      await forget((await ids()).slice(0, -maximum));
    } catch (error) {
      logger.warn('a flight recording could not be kept', { error });
    }
  }

  async function forgetOthers(kept: ReadonlySet<string>): Promise<void> {
    try {
      await forget((await ids()).filter((id) => !kept.has(id)));
    } catch (error) {
      logger.warn('old flight recordings could not be removed', { error });
    }
  }

  return {
    keep(id, frames) {
      if (frames.length > 0) void writes.run(() => write(id, frames));
    },
    keepOnly(kept) {
      void writes.run(() => forgetOthers(new Set(kept)));
    },
    async read(id) {
      if (!validFlightId.test(id)) return undefined;
      await writes.idle();
      try {
        const bytes = await readIfPresent(join(folder, `${id}${suffix}`));
        return bytes === undefined ? undefined : flightSchema.parse(JSON.parse(bytes.toString('utf8')));
      } catch (error) {
        logger.warn('a flight recording could not be read', { error });
        return undefined;
      }
    },
    close: () => writes.idle(),
  };
}
