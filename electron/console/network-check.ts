import type { CheckResult } from '../../shared/preflight.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { lookAtWay } from '../diagnostics/look-at-way.ts';
import { createNetworkChecks } from '../diagnostics/network-checks.ts';
import { type Check, runChecks } from '../diagnostics/run-checks.ts';
import type { Dialer } from '../network/dialer.ts';
import type { WayFound } from '../network/shut-way.ts';
import type { Clock, Logger } from '../pairing/ports.ts';
import { whatsappEndpoint } from '../whatsapp/endpoint.ts';
import { loadClient } from '../whatsapp/load-client.ts';

/** Walks the way that a link takes, hop by hop. */
export interface NetworkCheck {
  /** For the tenant's way, or without one this workstation's. */
  checks(tenantId?: TenantId): Check[];
  /** Carries them out; ten seconds at most. */
  run(tenantId: TenantId, signal: AbortSignal): Promise<readonly CheckResult[]>;
  /** One look at this workstation's way, without a word of WhatsApp's: see `lookAtWay`. */
  look(signal: AbortSignal): Promise<WayFound>;
}

export function createNetworkCheck(options: {
  readonly whatsappUrl: string | undefined;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly logger: Logger;
}): NetworkCheck {
  const { dialer, clock, logger } = options;
  const url = options.whatsappUrl ?? whatsappEndpoint;

  function checks(tenantId?: TenantId): Check[] {
    return createNetworkChecks({
      url,
      dialer,
      tenantId,
      clock,
      // Loaded lazily, as the client library is: the window must not wait for either.
      async askForProof(signal) {
        const [{ readServerProof }, client] = await Promise.all([import('../whatsapp/server-proof.ts'), loadClient()]);
        return readServerProof({ url, client, clock, signal, agent: dialer.agent(url, 'link', tenantId) });
      },
    });
  }

  return {
    checks,
    look: (signal) => lookAtWay({ url, dialer, clock }, signal),
    async run(tenantId, signal) {
      const results: CheckResult[] = [];
      const onResult = (result: CheckResult) => void results.push(result);
      await runChecks({ checks: checks(tenantId), signal, onStart: () => undefined, onResult, clock, logger });
      return results;
    },
  };
}
