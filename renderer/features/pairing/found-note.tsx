import { FolderSearch } from 'lucide-react';

import type { ImportReport } from '../../../shared/credentials.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './found-note.module.css';

type Variant = 'code-pending' | 'half-paired' | 'paired' | 'corrupt' | 'recovered';

/** What there is to say of the files that the session began with, if it still matters. */
export function foundVariant(session: SessionSnapshot): Variant | undefined {
  const { found, phase, evidence } = session;
  if (found === undefined || phase === 'idle') return undefined;
  if (found.fate === 'recovered') return 'recovered';
  if (found.kind === 'paired') return evidence['login-accepted'] === undefined ? 'paired' : undefined;
  // A new link has taken its place.
  if (evidence['credentials-saved'] !== undefined) return undefined;
  // That nothing was there is so with every new tenant, and no news.
  return found.kind === 'empty' || found.kind === 'unpaired' ? undefined : found.kind;
}

/** How much of another service's files came in, and how many could not be used. */
function importedCounts({ keys, unreadable, skipped, unknown }: ImportReport) {
  return { keys, left: unreadable + skipped + unknown };
}

/** What was on disk when the session began, what was done with it, and the safe next step. Calm: nothing was lost. */
export function FoundNote({ session }: { readonly session: SessionSnapshot }) {
  const text = useText();
  const moments = useMoments();
  const variant = foundVariant(session);
  const { found } = session;
  if (found === undefined || (variant === undefined && found.imported === undefined)) return null;
  const { at, imported } = found;
  return (
    <section className={styles.note} aria-label={text('found.title')}>
      <FolderSearch size={18} aria-hidden />
      <p>
        {variant !== undefined && (
          <>
            <strong>{text(`found.${variant}`)}</strong> {text(`found.${variant}.step`)}{' '}
          </>
        )}
        {imported !== undefined && <>{text('found.imported', importedCounts(imported))} </>}
        <time className={styles.when} dateTime={new Date(at).toISOString()}>
          {moments.short(at)}
        </time>
      </p>
    </section>
  );
}
