import type { MenuItemConstructorOptions } from 'electron';

import { needsAttention } from '../../shared/attention.ts';
import type { TenantView } from '../../shared/console.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { type Rights, refusalOf } from '../../shared/operator-rules.ts';
import { isConnected } from '../../shared/proof.ts';
import type { TenantId } from '../../shared/tenant.ts';

/** What the tray says at a glance. */
export interface TrayState {
  /** Tenants with a proven connection. */
  readonly connected: number;
  /** How many need someone. */
  readonly attention: number;
  /** Those of them that may be named. */
  readonly named: readonly { readonly id: TenantId; readonly name: string }[];
  readonly mayAdd: boolean;
}

export interface TrayActions {
  readonly open: () => void;
  readonly addTenant: () => void;
  readonly showTenant: (tenantId: TenantId) => void;
  readonly quit: () => void;
}

/** More would not fit a menu; the window has them all. */
const listed = 10;

/** While the window is locked, the tray names nobody either. */
export function trayStateOf(tenants: readonly TenantView[], rights: Rights): TrayState {
  const attention = tenants.filter(({ session }) => needsAttention(session));
  return {
    connected: tenants.filter(({ session }) => isConnected(session)).length,
    attention: attention.length,
    named: rights.locked ? [] : attention.map(({ id, name }) => ({ id, name })),
    mayAdd: refusalOf(rights, 'link') === undefined,
  };
}

/** The state in words, a line for each thing that is so. */
export function traySummary({ connected, attention }: TrayState, texts: MainTexts): string[] {
  return [texts.trayConnected(connected), ...(attention === 0 ? [] : [texts.trayNeedsYou(attention)])];
}

export function trayTemplate(state: TrayState, texts: MainTexts, actions: TrayActions): MenuItemConstructorOptions[] {
  const { named, mayAdd } = state;
  const more = named.length - listed;
  return [
    ...traySummary(state, texts).map((label) => ({ label, enabled: false })),
    ...named.slice(0, listed).map(({ id, name }) => ({
      // A single "&" would mark the next letter as its key.
      label: name.replaceAll('&', '&&'),
      click: () => actions.showTenant(id),
    })),
    ...(more > 0 ? [{ label: texts.trayMore(more), click: actions.open }] : []),
    { type: 'separator' },
    { label: texts.open, click: actions.open },
    ...(mayAdd ? [{ label: texts.addTenant, click: actions.addTenant }] : []),
    { type: 'separator' },
    { label: texts.quit, click: actions.quit },
  ];
}
