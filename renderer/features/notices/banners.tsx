import { Info, RotateCw, X } from 'lucide-react';

import type { Notice } from '../../../shared/console.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useFreshness, useNotices, useServices } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useOffline } from '../../state/use-offline.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './banners.module.css';
import { OfflineBanner } from './offline-banner.tsx';
import { ReconnectBanner } from './reconnect-banner.tsx';

function NoticeBanner({ notice }: { readonly notice: Notice }) {
  const text = useText();
  const { console: commands } = useConsole();
  const command = useCommand();
  return (
    <li className={styles.banner}>
      <Info size={17} aria-hidden />
      <div className={styles.words}>
        <p>
          {text(`notice.${notice.code}`)}
          {notice.fault !== undefined && ` ${text(`notice.fault.${notice.fault}`)}`}
        </p>
        {notice.path !== undefined && (
          <p className={styles.path}>
            <Ltr mono>{notice.path}</Ltr>
          </p>
        )}
        {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      </div>
      <Button
        needs="link"
        look="quiet"
        icon
        aria-label={text('common.dismiss')}
        onPress={() => void command.run(() => commands.dismissNotice({ id: notice.id }))}
      >
        <X size={17} aria-hidden />
      </Button>
    </li>
  );
}

/** What the operator must be told about the program as a whole, above everything else. */
export function Banners() {
  const text = useText();
  const notices = useNotices();
  const freshness = useFreshness();
  const { store } = useServices();
  const offline = useOffline();
  return (
    <>
      <div role="status" aria-atomic={false} aria-label={text('notice.label')}>
        {freshness === 'stale' && (
          <div className={styles.banner} data-late>
            <RotateCw size={17} aria-hidden />
            <p className={styles.words}>{text('app.stale')}</p>
            <Button look="quiet" onPress={() => void store.refresh()}>
              {text('app.retry')}
            </Button>
          </div>
        )}
        {notices.length > 0 && (
          <ul>
            {notices.map((notice) => (
              <NoticeBanner key={notice.id} notice={notice} />
            ))}
          </ul>
        )}
      </div>
      {offline ? <OfflineBanner /> : <ReconnectBanner />}
    </>
  );
}
