import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

import { type Webhooks, openWebhooks } from '../../../../electron/bridge/webhooks/webhooks.ts';
import { openSeal } from '../../../../electron/files/sealer.ts';
import { createDirectDialer } from '../../../../electron/network/dialer.ts';
import { createFetch } from '../../../../electron/network/fetch-by.ts';
import { createOutboxFolder } from '../../../../electron/outbox/outbox-folder.ts';
import type { SessionSnapshot } from '../../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../../shared/tenant.ts';
import { type FakeClock, createFakeClock, settle } from '../../../support/fake-clock.ts';
import { silentLogger } from '../../../support/fake-ports.ts';

export const shop = tenantIdSchema.parse('shop');
export const cafe = tenantIdSchema.parse('cafe');
export const secret = 'an-internal-secret-of-32-letters';
export const linked: SessionSnapshot = {
  phase: 'connected',
  since: 0,
  evidence: { 'login-accepted': 1, 'keys-at-server': 1 },
};
export const lost: SessionSnapshot = {
  phase: 'reconnecting',
  since: 0,
  evidence: {},
  failure: { at: 0, cause: 'connection-lost', credentials: 'kept', retry: 'reconnect' },
};

export interface Call {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Webhooks on a fake clock, and a real HTTP server in the backend's place. */
export interface WebhooksRig {
  readonly clock: FakeClock;
  readonly server: Server;
  /** What the backend has heard, oldest first. */
  readonly calls: Call[];
  /** What the backend answers next: a status, 0 to cut the connection, where to go instead (307), or HTML. Then 200. */
  answers: (number | string | { readonly html: string })[];
  readonly snapshots: Map<TenantId, SessionSnapshot>;
  readonly begun: number;
  webhooks: Webhooks;
  changes(): number;
  open(more?: {
    readonly flapMs?: number;
    readonly signingSecret?: string;
    readonly backendUrl?: string;
    readonly shared?: { readonly has: (tenantId: TenantId) => boolean };
  }): Promise<Webhooks>;
  /** The backend answers nothing until the returned function is called. */
  holdAnswers(): () => void;
  become(tenantId: TenantId, snapshot: SessionSnapshot): void;
  /** Notes a call that a test's own server has heard. */
  hear(call: Call): void;
  /** Resolves when the backend has had that many calls. */
  called(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function createWebhooksRig(): Promise<WebhooksRig> {
  const folder = await mkdtemp(join(tmpdir(), 'webhooks-'));
  const clock = createFakeClock();
  const calls: Call[] = [];
  const snapshots = new Map<TenantId, SessionSnapshot>();
  let heard: () => void = () => undefined;
  let changes = 0;
  let held: Promise<void> | undefined;
  const server = createServer((request, response) => {
    void json(request).then(async (body) => {
      rig.hear({ url: request.url, headers: request.headers, body });
      await held;
      const status = rig.answers.shift() ?? 200;
      if (status === 0) request.socket.destroy();
      else if (typeof status === 'object') response.writeHead(200, { 'content-type': 'text/html' }).end(status.html);
      else if (typeof status === 'string') response.writeHead(307, { location: status }).end();
      else response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const open: WebhooksRig['open'] = (more) =>
    openWebhooks({
      backendUrl: urlOf(server),
      ...more,
      store: createOutboxFolder({ folder, seal: openSeal, logger: silentLogger }),
      incoming: true,
      secret,
      tenantIds: () => [...snapshots.keys()],
      snapshotOf: (tenantId) => snapshots.get(tenantId),
      onChange: () => (changes += 1),
      fetch: createFetch(createDirectDialer(clock), 'webhooks'),
      clock,
      logger: silentLogger,
    });
  const rig: WebhooksRig = {
    clock,
    server,
    calls,
    answers: [],
    snapshots,
    begun: clock.now(),
    webhooks: await open(),
    changes: () => changes,
    open,
    holdAnswers() {
      let answer: () => void = () => undefined;
      held = new Promise((resolve) => (answer = resolve));
      return () => {
        held = undefined;
        answer();
      };
    },
    become(tenantId, snapshot) {
      snapshots.set(tenantId, snapshot);
      rig.webhooks.changed(tenantId);
    },
    hear(call) {
      calls.push(call);
      heard();
    },
    async called(count) {
      while (calls.length < count) await new Promise<void>((resolve) => (heard = resolve));
    },
    async close() {
      await rig.webhooks.close();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return rig;
}

export function urlOf(backend: Server): string {
  const address = backend.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
}

/** Resolves when the webhooks have noticed what the backend did. */
export async function noticed(fits: () => boolean): Promise<void> {
  while (!fits()) await settle();
}
