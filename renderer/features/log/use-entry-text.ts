import { useCallback } from 'react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { evidenceSteps } from '../../../shared/proof.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';

/** As much as the clipboard's call takes. */
const longest = 2000;

/** An entry as plain text, for the person who is asked for help. It holds what is on screen and nothing more. */
export function useEntryText(): (entry: JournalEntry, tenantName: string | undefined) => string {
  const text = useText();
  const moments = useMoments();
  const practising = useServices().info?.practice ?? false;
  return useCallback(
    (entry, tenantName) => {
      const { failure, evidence, phone } = entry;
      const suspects = phone?.suspects ?? failure.suspects ?? [];
      const proof = evidenceSteps.flatMap((step) => {
        const at = evidence[step];
        return at === undefined ? [] : [`${text(`evidence.${step}`)} ${moments.full(at)}`];
      });
      const facts: readonly (readonly [string, string | undefined])[] = [
        [text('log.time'), `${moments.full(failure.at)} (${new Date(failure.at).toISOString()})`],
        [text('log.tenant'), tenantName === undefined ? entry.tenantId : `${tenantName} (${entry.tenantId})`],
        [text('log.cause'), `${text(`cause.${failure.cause}.title`)} (${failure.cause})`],
        [text('phone.said'), phone === undefined ? undefined : text(`phone.screen.${phone.screen}`)],
        [
          text('phone.causes'),
          suspects.length === 0 ? undefined : suspects.map((suspect) => text(`suspect.${suspect}.title`)).join('; '),
        ],
        [text('log.phase'), text(`standing.${standingOf(entry)}.label`)],
        [text('log.code'), failure.statusCode === undefined ? undefined : String(failure.statusCode)],
        [text('failure.detail'), failure.detail],
        [text('failure.folder'), failure.place],
        [text('evidence.title'), proof.length === 0 ? text('evidence.none') : proof.join(', ')],
        [text('log.qr-shown'), text(entry.qrShown ? 'common.yes' : 'common.no')],
        [text('log.credentials'), text(`failure.credentials.${failure.credentials}`)],
        [text('log.entry'), entry.id],
      ];
      const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
      return [...(practising ? [text('practice.name')] : []), ...lines].join('\n').slice(0, longest);
    },
    [text, moments, practising],
  );
}
