import { useMemo } from 'react';

import { type OutcomeWord, outcomeWordOf } from '../../../shared/audit-outcomes.ts';
import type { AuditBreak, AuditEntry } from '../../../shared/audit.ts';
import type { BridgeSettings } from '../../../shared/bridge.ts';
import type { MessageKey } from '../../../shared/i18n/catalogue.ts';
import type { NetworkSettings } from '../../../shared/network.ts';
import type { Preferences } from '../../../shared/preferences.ts';
import { type Text, useText } from '../../i18n/use-text.ts';

const preferenceWords: Readonly<Record<keyof Preferences, MessageKey>> = {
  language: 'settings.language',
  theme: 'settings.theme',
  startWithSystem: 'settings.startWithSystem',
  keepInTray: 'settings.keepInTray',
  notifications: 'settings.notifications',
  weeklyPresence: 'settings.weeklyPresence',
  logLevel: 'settings.log',
  phoneKind: 'audit.about.other',
  country: 'phone.country',
  density: 'settings.density',
  listWidth: 'list.width',
  sound: 'settings.sound',
  exercises: 'audit.about.other',
};
const networkWords: Readonly<Record<keyof NetworkSettings, MessageKey>> = {
  way: 'network.way',
  proxy: 'network.proxy',
  direct: 'network.direct',
  trustSystem: 'network.trust',
};
const bridgeWords: Readonly<Record<keyof BridgeSettings, MessageKey>> = {
  enabled: 'bridge.enable',
  host: 'bridge.host',
  port: 'bridge.port',
  backendUrl: 'bridge.backend',
  incomingMessages: 'bridge.incoming',
  flapMs: 'bridge.flap',
};
const breakWords: Readonly<Record<AuditBreak['kind'], MessageKey>> = {
  changed: 'audit.break.changed',
  missing: 'audit.break.missing',
  'missing-end': 'audit.break.missing-end',
  unreadable: 'audit.break.unreadable',
  'no-head': 'audit.break.no-head',
};
const outcomeWords = (word: OutcomeWord): MessageKey => `audit.outcome.${word}`;
/** What the program itself writes beside an act. */
const aboutWords = [
  'import',
  'code',
  'passkey',
  'queue',
  'page',
  'bundle',
  'link',
  'slip',
  'shift',
  'proxy',
  'wa-version',
  'unassigned',
  'copied',
  'renewed',
  'signing copied',
  'signing renewed',
  'recovery-code',
  'recover',
  'recovery-sheet',
  'passphrase',
  'data-sealed',
  'new-data-key',
  'network login',
  'idle',
  'by-hand',
  'lock-after',
] as const;

type Table = Readonly<Record<string, MessageKey>>;

/** The names of settings, in the words that the settings have for them. */
function settingsIn(about: string, text: Text): string | undefined {
  const [first = '', ...rest] = about.split(' ');
  const groups: Readonly<Record<string, { readonly title: MessageKey; readonly names: Table }>> = {
    network: { title: 'network.title', names: networkWords },
    bridge: { title: 'bridge.title', names: bridgeWords },
  };
  const group = groups[first];
  const names: Table = group?.names ?? preferenceWords;
  const words = (group === undefined ? [first, ...rest] : rest).map((name) => names[name]);
  if (words.some((word) => word === undefined)) return undefined;
  const listed = words.flatMap((word) => (word === undefined ? [] : [text(word)])).join(', ');
  return group === undefined ? listed : `${text(group.title)}: ${listed}`;
}

/** Acts about a key or an operator, by name. */
const namesSomebody: ReadonlySet<AuditEntry['act']> = new Set([
  'key-made',
  'key-revoked',
  'sign-in',
  'operator-added',
  'operator-changed',
  'operator-pin',
  'operator-removed',
]);

/** What an act was about, in words; names, routes and calls as they are. */
function aboutOf({ act, about }: AuditEntry, text: Text): string {
  if (about === null) return '';
  if (act === 'queue') return text('audit.about.tenants', { count: Number(about) });
  if (act === 'entries-lost') return text('audit.about.acts', { count: Number(about) });
  if (act === 'break-found') {
    const word = (breakWords as Table)[about];
    return word === undefined ? about : text(word);
  }
  if (namesSomebody.has(act) || act === 'refused') return about;
  const word = aboutWords.find((each) => each === about);
  if (word !== undefined) return text(`audit.about.${word}`);
  return (act === 'settings' ? settingsIn(about, text) : undefined) ?? about;
}

/** What came of an act. What the audit has noticed itself has no outcome. */
function outcomeOf({ door, outcome }: AuditEntry, text: Text): string {
  if (door === 'audit') return '';
  if (outcome === 'done') return text('audit.done');
  const word = outcomeWordOf(outcome);
  return word === undefined ? outcome : text(outcomeWords(word));
}

/** An entry in the language of the window. */
export interface AuditWords {
  readonly act: string;
  readonly door: string;
  readonly about: string;
  readonly outcome: string;
}

export function useAuditWords(): (entry: AuditEntry) => AuditWords {
  const text = useText();
  return useMemo(
    () => (entry) => ({
      act: text(`audit.act.${entry.act}`),
      door: text(`audit.door.${entry.door}`),
      about: aboutOf(entry, text),
      outcome: outcomeOf(entry, text),
    }),
    [text],
  );
}
