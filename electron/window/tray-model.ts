import type { MenuItemConstructorOptions } from 'electron';

import { needsAttention } from '../../shared/attention.ts';
import type { TenantView } from '../../shared/console.ts';
import type { MainTexts } from '../../shared/i18n/main-texts.ts';
import { isConnected } from '../../shared/proof.ts';
import type { TenantId } from '../../shared/tenant.ts';

/** What the tray says at a glance. */
export interface TrayState {
  /** Tenants with a proven connection. */
  readonly connected: number;
  readonly attention: readonly { readonly id: TenantId; readonly name: string }[];
}

export interface TrayActions {
  readonly open: () => void;
  readonly addTenant: () => void;
  readonly showTenant: (tenantId: TenantId) => void;
  readonly quit: () => void;
}

/** More would not fit a menu; the window has them all. */
const listed = 10;

export function trayStateOf(tenants: readonly TenantView[]): TrayState {
  return {
    connected: tenants.filter(({ session }) => isConnected(session)).length,
    attention: tenants.filter(({ session }) => needsAttention(session)).map(({ id, name }) => ({ id, name })),
  };
}

/** The state in words, a line for each thing that is so. */
export function traySummary({ connected, attention }: TrayState, texts: MainTexts): string[] {
  return [texts.trayConnected(connected), ...(attention.length === 0 ? [] : [texts.trayNeedsYou(attention.length)])];
}

export function trayTemplate(state: TrayState, texts: MainTexts, actions: TrayActions): MenuItemConstructorOptions[] {
  const { attention } = state;
  const more = attention.length - listed;
  return [
    ...traySummary(state, texts).map((label) => ({ label, enabled: false })),
    ...attention.slice(0, listed).map(({ id, name }) => ({
      // A single "&" would mark the next letter as its key.
      label: name.replaceAll('&', '&&'),
      click: () => actions.showTenant(id),
    })),
    ...(more > 0 ? [{ label: texts.trayMore(more), click: actions.open }] : []),
    { type: 'separator' },
    { label: texts.open, click: actions.open },
    { label: texts.addTenant, click: actions.addTenant },
    { type: 'separator' },
    { label: texts.quit, click: actions.quit },
  ];
}
