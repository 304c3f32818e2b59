import { flightSchema } from '../../shared/flight.ts';
import { type FlightStore, maximumFlights, validFlightId } from '../journal/flights.ts';
import type { Logger } from '../pairing/ports.ts';
import { createQueue } from '../pairing/queue.ts';
import type { Database } from './database.ts';

/** Recordings of one kind, a row each; at most `maximum` of them, the oldest go first. */
export function createDatabaseFlights(
  { run }: Database,
  kind: 'failure' | 'link',
  logger: Logger,
  maximum = maximumFlights,
): FlightStore {
  const writes = createQueue();

  /** A recording is never worth an interruption. */
  async function attemptTo(what: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      logger.warn(what, { error });
    }
  }

  async function write(id: string, frames: string): Promise<void> {
    // One statement does not see what another part of it deletes, so a former recording of the same goes first.
    await run('DELETE FROM flight WHERE kind = $1 AND id = $2', [kind, id]);
    await run(
      `WITH kept AS (INSERT INTO flight (kind, id, frames) VALUES ($1, $2, $3))
       DELETE FROM flight WHERE kind = $1 AND number <= (
         SELECT number FROM flight WHERE kind = $1 ORDER BY number DESC OFFSET $4 LIMIT 1)`,
      [kind, id, frames, maximum - 1],
    );
  }

  return {
    keep(id, frames) {
      if (frames.length === 0 || !validFlightId.test(id)) return;
      const text = JSON.stringify(frames);
      void writes.run(() => attemptTo('a flight recording could not be kept', () => write(id, text)));
    },
    keepOnly(ids) {
      const remove = () => run('DELETE FROM flight WHERE kind = $1 AND id <> ALL ($2)', [kind, ids]);
      void writes.run(() => attemptTo('old flight recordings could not be removed', remove));
    },
    async read(id) {
      if (!validFlightId.test(id)) return undefined;
      await writes.idle();
      try {
        const [row] = await run<{ frames: string }>('SELECT frames FROM flight WHERE kind = $1 AND id = $2', [
          kind,
          id,
        ]);
        return row === undefined ? undefined : flightSchema.parse(JSON.parse(row.frames));
      } catch (error) {
        logger.warn('a flight recording could not be read', { error });
        return undefined;
      }
    },
    close: () => writes.idle(),
  };
}
