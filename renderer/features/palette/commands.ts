import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import { shortcuts } from '../../../shared/shortcuts.ts';

/** Pages and actions that the palette offers, with the words that name them elsewhere, and their keys. */
export const paletteCommands = [
  { name: 'code', group: 'actions', label: 'palette.code', keys: 'Q' },
  { name: 'full-screen', group: 'actions', label: 'palette.full-screen', keys: 'F' },
  { name: 'next', group: 'actions', label: 'palette.next', keys: 'N' },
  { name: 'link-all', group: 'actions', label: 'palette.link-all', keys: undefined },
  { name: 'add-tenant', group: 'actions', label: 'tenants.add', keys: shortcuts['add-tenant'] },
  { name: 'import', group: 'actions', label: 'import.open', keys: undefined },
  { name: 'practice', group: 'actions', label: 'practice.name', keys: undefined },
  { name: 'linking', group: 'pages', label: 'linking.title', keys: undefined },
  { name: 'failure-log', group: 'pages', label: 'log.title', keys: shortcuts['failure-log'] },
  { name: 'diagnostics', group: 'pages', label: 'diagnostics.title', keys: shortcuts.diagnostics },
  { name: 'shift', group: 'pages', label: 'shift.title', keys: undefined },
  { name: 'removed', group: 'pages', label: 'removed.title', keys: undefined },
  { name: 'settings', group: 'pages', label: 'settings.title', keys: shortcuts.settings },
  { name: 'shortcuts', group: 'pages', label: 'shortcuts.title', keys: shortcuts.shortcuts },
  { name: 'welcome', group: 'pages', label: 'welcome.open', keys: undefined },
] as const satisfies readonly {
  readonly name: string;
  readonly group: 'actions' | 'pages';
  readonly label: MessageKey;
  readonly keys: string | undefined;
}[];

export type PaletteCommand = (typeof paletteCommands)[number]['name'];
