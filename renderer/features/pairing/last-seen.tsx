import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import styles from './last-seen.module.css';

/** How often the main process is asked, in ms. Signs of life are not published: most of them change nothing else. */
const askMs = 5_000;
/** Below this an age is "just now", in seconds. */
const justNow = 10;

/** How long ago WhatsApp was last heard from. It asks by itself, so that nothing else is drawn again for it. */
export function LastSeen({ tenantId }: { readonly tenantId: string }) {
  const text = useText();
  const { formatRelativeTime } = useIntl();
  const { session } = useConsole();
  const [age, setAge] = useState<number>();
  useEffect(() => {
    let gone = false;
    async function ask(): Promise<void> {
      const answer = await session.lastSeen({ tenantId });
      const at = answer.ok ? answer.value : null;
      if (!gone) setAge(at === null ? undefined : Math.max(0, Math.round((Date.now() - at) / 1000)));
    }
    void ask();
    const timer = window.setInterval(() => void ask(), askMs);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [session, tenantId]);
  if (age === undefined) return null;
  return (
    <p className={styles.line}>
      {age < justNow
        ? text('link.last-seen.now')
        : text('link.last-seen', {
            ago:
              age < 60
                ? formatRelativeTime(-age, 'second', { style: 'short' })
                : formatRelativeTime(-Math.floor(age / 60), 'minute', { style: 'short' }),
          })}
    </p>
  );
}
