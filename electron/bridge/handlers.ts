import { clockReading } from './clock.ts';
import { type Contract, contract, eventsRoute } from './contract.ts';
import type { Handlers } from './define.ts';
import { createDiagnosticHandlers } from './diagnostic-handlers.ts';
import { docsPage } from './docs-page.ts';
import type { HandlerContext } from './handler-context.ts';
import { createKeyHandlers } from './key-handlers.ts';
import { createLinkingHandlers } from './linking-handlers.ts';
import { createMediaHandlers } from './media-handlers.ts';
import { openApiDocument } from './openapi.ts';
import { createSendHandlers } from './send-handlers.ts';
import { createSessionHandlers } from './session-handlers.ts';

export function createHandlers(context: HandlerContext): Handlers<Contract> {
  const up = () => ({ body: 'ok' as const });
  const description = once(() => JSON.stringify(openApiDocument(context.version)));
  const page = once(() => docsPage([...Object.values(contract), eventsRoute], context.version));
  return {
    root: up,
    health: up,
    healthz: up,
    ...createSessionHandlers(context),
    ...createLinkingHandlers(context),
    ...createDiagnosticHandlers(context),
    ...createSendHandlers(context),
    ...createMediaHandlers(context),
    ...createKeyHandlers(context),
    clock: () => ({ body: clockReading(context.clock.now()) }),
    openapi: () => ({ written: description() }),
    docs: () => ({ body: page() }),
    metrics: async () => ({ body: await context.metrics() }),
  };
}

/** Made when it is asked for first: made at the start, the two cost half of the time until the bridge listens. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
