import type { LastEnd } from '../../../shared/last-end.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './diagnostics-page.module.css';

/** What happened: the run before did not close, and this is what is known of it. */
export function LastEndSection({ end }: { readonly end: LastEnd }) {
  const text = useText();
  const moments = useMoments();
  const { version, startedAt, lastSeenAt, dumps, lines } = end;
  return (
    <Section title={text('last-end.title')}>
      <p>
        {text('last-end.lead', { version: isolateLtr(version), time: moments.short(startedAt) })}{' '}
        {lastSeenAt !== null && text('last-end.seen', { time: moments.short(lastSeenAt) })}
      </p>
      <p>{text(dumps.length > 0 ? 'last-end.crashed' : 'last-end.unknown')}</p>
      <p>{text('last-end.links')}</p>
      {dumps.length > 0 && (
        <div>
          <p>{text('last-end.dumps')}</p>
          <ul className={styles.inside}>
            {dumps.map(({ name }) => (
              <li key={name}>
                <Ltr mono>{name}</Ltr>
              </li>
            ))}
          </ul>
        </div>
      )}
      {lines.length > 0 && (
        <div>
          <p>{text('last-end.lines')}</p>
          <ul className={styles.inside}>
            {lines.map(({ at, text: line }, index) => (
              <li key={index}>
                {moments.short(at)} <Ltr mono>{line}</Ltr>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
