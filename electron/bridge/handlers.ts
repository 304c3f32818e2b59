import type { Clock } from '../pairing/ports.ts';
import { type Contract, contract, eventsRoute } from './contract.ts';
import type { Handlers } from './define.ts';
import { createDiagnosticHandlers } from './diagnostic-handlers.ts';
import { docsPage } from './docs-page.ts';
import { createLinkingHandlers } from './linking-handlers.ts';
import { openApiDocument } from './openapi.ts';
import type { BridgedConsole } from './ports.ts';
import type { QrPictures } from './qr-pictures.ts';
import { createSendHandlers } from './send-handlers.ts';
import { createSessionHandlers } from './session-handlers.ts';
import type { StatusBook } from './status-book.ts';
import type { WebhooksState } from './webhooks/webhooks.ts';

export interface HandlerContext {
  readonly console: BridgedConsole;
  readonly book: StatusBook;
  readonly pictures: QrPictures;
  readonly webhooksState: () => WebhooksState | undefined;
  readonly metrics: () => Promise<string>;
  readonly sent: (outcome: 'sent' | 'failed') => void;
  readonly clock: Clock;
  readonly version: string;
}

export function createHandlers(context: HandlerContext): Handlers<Contract> {
  const up = () => ({ body: 'ok' as const });
  const description = openApiDocument(context.version);
  const written = JSON.stringify(description);
  const page = docsPage([...Object.values(contract), eventsRoute], context.version);
  return {
    root: up,
    health: up,
    healthz: up,
    ...createSessionHandlers(context),
    ...createLinkingHandlers(context),
    ...createDiagnosticHandlers(context),
    ...createSendHandlers(context),
    openapi: () => ({ written }),
    docs: () => ({ body: page }),
    metrics: async () => ({ body: await context.metrics() }),
  };
}
