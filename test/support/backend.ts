import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface WebhookCall {
  readonly path: string;
  readonly body: unknown;
}

/** A backend on 127.0.0.1 that takes every webhook. */
export interface Backend {
  readonly port: number;
  readonly calls: readonly WebhookCall[];
  /** The first call that fits, of those that came and those to come. */
  told(fits: (call: WebhookCall) => boolean): Promise<WebhookCall>;
  close(): Promise<void>;
}

export async function createBackend(): Promise<Backend> {
  const calls: WebhookCall[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      calls.push({ path: request.url ?? '', body });
      response.end();
      for (const look of waiting) look();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    calls,
    told: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = calls.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
