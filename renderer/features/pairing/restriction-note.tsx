import { Hourglass } from 'lucide-react';
import { useIntl } from 'react-intl';

import { isConnected } from '../../../shared/proof.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import styles from './restriction-note.module.css';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** When a restriction ends, and how long that is from now. `until`: epoch ms. */
function Ends({ until }: { readonly until: number }) {
  const text = useText();
  const moments = useMoments();
  const { formatRelativeTime } = useIntl();
  const seconds = useCountdown(until);
  const [size, unit] =
    seconds >= 2 * day
      ? ([day, 'day'] as const)
      : seconds >= 2 * hour
        ? ([hour, 'hour'] as const)
        : ([minute, 'minute'] as const);
  const left = formatRelativeTime(Math.max(1, Math.round(seconds / size)), unit);
  return (
    <time dateTime={new Date(until).toISOString()}>
      {seconds === 0 ? text('restriction.over') : text('restriction.ends', { time: moments.full(until), left })}
    </time>
  );
}

/** What WhatsApp does not let the account do, and until when. Calm: the link itself is not broken. */
export function RestrictionNote({ session }: { readonly session: SessionSnapshot }) {
  const text = useText();
  const { restriction } = session;
  if (restriction === undefined) return null;
  return (
    <section className={styles.note} aria-label={text('restriction.title')}>
      <Hourglass size={18} aria-hidden />
      <div>
        <h2>{text(`restriction.${restriction.kind}`)}</h2>
        {isConnected(session) && <p>{text('restriction.link-stands')}</p>}
        <p className={styles.ends}>
          {restriction.until === undefined ? text('restriction.open-end') : <Ends until={restriction.until} />}
        </p>
      </div>
    </section>
  );
}
