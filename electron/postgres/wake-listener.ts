import { Client } from 'pg';

import type { Clock } from '../pairing/ports.ts';
import type { DatabaseAddress } from './database-address.ts';

/** Between attempts to connect, in ms. Until then a node finds out by its beats. */
const retryMs = 2_000;

/** Listens on a connection that does nothing else, for as long as it is not closed. */
export function listenForWakes(options: {
  readonly address: DatabaseAddress;
  readonly channel: string;
  readonly onWake: () => void;
  readonly clock: Clock;
}): { close(): Promise<void> } {
  const { address, channel, onWake, clock } = options;
  let client: Client | undefined;
  let closed = false;
  let cancelRetry: () => void = () => undefined;

  async function connect(): Promise<void> {
    const url = address.servers?.current() ?? address.url;
    const connecting = new Client({
      connectionString: url,
      application_name: 'pairing-console wake-ups',
      connectionTimeoutMillis: retryMs,
      keepAlive: true,
    });
    client = connecting;
    let lost = false;
    const onLost = () => {
      if (lost || closed) return;
      lost = true;
      void connecting.end().catch(() => undefined);
      cancelRetry = clock.after(retryMs * (0.5 + clock.random()), () => void connect());
    };
    connecting.on('error', onLost);
    connecting.on('end', onLost);
    connecting.on('notification', onWake);
    try {
      await connecting.connect();
      await connecting.query(`LISTEN ${channel}`);
      // What was said while nobody listened.
      onWake();
    } catch {
      // A standby server has nothing to listen to.
      address.servers?.leave(url);
      onLost();
    }
  }

  void connect();
  return {
    async close() {
      closed = true;
      cancelRetry();
      await client?.end().catch(() => undefined);
    },
  };
}
