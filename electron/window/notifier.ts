import { needsAttention } from '../../shared/attention.ts';
import type { TenantView } from '../../shared/console.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import type { Phase } from '../../shared/session.ts';
import type { TenantId } from '../../shared/tenant.ts';
import { isolate } from './texts.ts';

export interface SystemNotification {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** A link that had not held yet is lost. */
const startsOver: ReadonlySet<Phase> = new Set(['awaiting-scan', 'awaiting-code', 'idle', 'stopped']);

/**
 * Tells through the system what someone who looks elsewhere would miss: that a scan became a link that has held, and
 * that a tenant needs a person. Each is told once, with the tenant's name and nothing else of it.
 */
export function createNotifier(options: {
  readonly view: (tenantId: TenantId) => TenantView | undefined;
  readonly texts: () => MainTexts;
  /** Wanted, and nobody is looking at the window. */
  readonly isWanted: () => boolean;
  /** Takes numbers out of a name that staff gave. */
  readonly redact: (text: string) => string;
  /** `false` while the window is locked: then nothing names a tenant. */
  readonly showsNames: () => boolean;
  readonly show: (notification: SystemNotification) => void;
  readonly showTenant: (tenantId: TenantId) => void;
}): (tenantId: TenantId) => void {
  const { view, texts, isWanted, redact, showsNames, show, showTenant } = options;
  /** Tenants whose phone has confirmed and whose link has not held yet. */
  const scanned = new Set<TenantId>();
  /** Tenants of whose wrong number somebody was told. */
  const wrong = new Set<TenantId>();
  /** When that was, a failure or a request for a passkey, which a tenant was told of last. */
  const told = new Map<TenantId, number>();

  function tell(tenantId: TenantId, name: string, kind: 'linked' | 'needsYou' | 'wantsPasskey'): void {
    if (!isWanted()) return;
    const words = texts();
    const bodies = { linked: words.linkedBody, needsYou: words.needsYouBody, wantsPasskey: words.wantsPasskeyBody };
    show({
      title: kind === 'linked' ? words.linkedTitle : words.needsYouTitle,
      body: bodies[kind](showsNames() ? isolate(redact(name)) : words.someTenant),
      onClick: () => showTenant(tenantId),
    });
  }

  return (tenantId) => {
    const tenant = view(tenantId);
    if (tenant === undefined) {
      scanned.delete(tenantId);
      told.delete(tenantId);
      wrong.delete(tenantId);
      return;
    }
    const { phase, since, evidence, wrongNumber, failure } = tenant.session;
    if (phase === 'pairing') scanned.add(tenantId);
    if (startsOver.has(phase)) scanned.delete(tenantId);
    if (evidence.stable !== undefined && scanned.delete(tenantId)) tell(tenantId, tenant.name, 'linked');

    if (wrongNumber === undefined) wrong.delete(tenantId);
    else {
      if (!wrong.has(tenantId)) tell(tenantId, tenant.name, 'needsYou');
      wrong.add(tenantId);
      return;
    }

    if (phase === 'awaiting-passkey') {
      if (told.get(tenantId) !== since) tell(tenantId, tenant.name, 'wantsPasskey');
      told.set(tenantId, since);
      return;
    }

    if (failure === undefined || !needsAttention(tenant.session) || told.get(tenantId) === failure.at) return;
    told.set(tenantId, failure.at);
    tell(tenantId, tenant.name, 'needsYou');
  };
}
