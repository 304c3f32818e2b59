import type { CommandError } from '../../shared/errors.ts';
import type { CeremonyOutcome } from '../../shared/ipc/ceremony-contract.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../shared/passkey.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import type { TenantId } from '../../shared/tenant.ts';
import type { Clock } from '../pairing/ports.ts';
import type { Registry } from '../pairing/registry.ts';

/** What the window of a ceremony is opened for. */
export interface CeremonyPurpose {
  readonly tenantName: string;
  readonly practice: boolean;
  readonly request: PasskeyRequest;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The window in which the system asks for one passkey. */
export interface CeremonyWindow {
  /** What its page said first; `cancelled` where it was closed without a word. Never rejects. */
  readonly outcome: Promise<CeremonyOutcome>;
  readonly focus: () => void;
  readonly close: () => void;
}

/** A passkey in software, which only practice has. */
export type StandIn = (request: PasskeyRequest) => PasskeyAssertion;

export interface Ceremonies {
  /**
   * Opens the tenant's window, or brings the one that is open to the front, and takes the assertion to WhatsApp. Answers
   * when that is through; where the phone must show a code, `confirmPasskey` is still to come.
   */
  readonly run: (tenantId: TenantId) => Promise<Result<null, CommandError>>;
  /** A tenant has changed: a window whose request stands no longer closes. */
  readonly changed: (tenantId: TenantId) => void;
  readonly close: () => void;
}

interface Ceremony {
  readonly window: CeremonyWindow;
  readonly answer: Promise<Result<null, CommandError>>;
}

/** The passkey windows of one console, at most one for each tenant. */
export function createCeremonies(options: {
  readonly registry: Pick<Registry, 'view' | 'passkeyRequest' | 'answerPasskey'>;
  readonly openWindow: (purpose: CeremonyPurpose) => CeremonyWindow;
  readonly standIn: StandIn | undefined;
  readonly clock: Pick<Clock, 'now'>;
}): Ceremonies {
  const { registry, openWindow, standIn, clock } = options;
  const open = new Map<TenantId, Ceremony>();

  const isAsked = (tenantId: TenantId) => registry.view(tenantId)?.session.phase === 'awaiting-passkey';

  async function carryOut(
    tenantId: TenantId,
    request: PasskeyRequest,
    window: CeremonyWindow,
  ): Promise<Result<null, CommandError>> {
    const outcome = await window.outcome;
    window.close();
    if (!isAsked(tenantId)) return err({ code: 'passkey-not-asked' });
    const assertion = assertionOf(outcome, request);
    if (!assertion.ok) return assertion;
    const answered = await registry.answerPasskey(tenantId, assertion.value);
    return answered.ok ? ok() : answered;
  }

  function assertionOf(outcome: CeremonyOutcome, request: PasskeyRequest): Result<PasskeyAssertion, CommandError> {
    switch (outcome.kind) {
      case 'asserted':
        return ok(outcome.assertion);
      case 'stand-in':
        return standIn === undefined ? err({ code: 'invalid-request' }) : ok(standIn(request));
      case 'failed':
        return err({ code: `passkey-${outcome.reason}` });
    }
  }

  return {
    run(tenantId) {
      const running = open.get(tenantId);
      if (running !== undefined) {
        running.window.focus();
        return running.answer;
      }
      const view = registry.view(tenantId);
      const request = registry.passkeyRequest(tenantId);
      const expiresAt = view?.session.passkey?.expiresAt;
      if (view === undefined || request === undefined || expiresAt === undefined || expiresAt <= clock.now()) {
        return Promise.resolve(err({ code: 'passkey-not-asked' }));
      }
      const window = openWindow({ tenantName: view.name, practice: standIn !== undefined, request, expiresAt });
      const answer = carryOut(tenantId, request, window).finally(() => open.delete(tenantId));
      open.set(tenantId, { window, answer });
      return answer;
    },
    changed(tenantId) {
      if (!isAsked(tenantId)) open.get(tenantId)?.window.close();
    },
    close() {
      for (const { window } of open.values()) window.close();
    },
  };
}
