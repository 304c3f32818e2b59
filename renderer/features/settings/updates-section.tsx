import { Download, RefreshCw } from 'lucide-react';
import { useIntl } from 'react-intl';

import { languageOf } from '../../../shared/i18n/language.ts';
import { isUpdateUrl } from '../../../shared/update-rules.ts';
import type { UpdatesState } from '../../../shared/updates.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { useManaged } from '../../state/use-managed.ts';
import { ApplyField } from '../../ui/apply-field.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './updates-section.module.css';

function Ready({ found }: { readonly found: Extract<UpdatesState['found'], { kind: 'ready' }> }) {
  const text = useText();
  const { locale } = useIntl();
  const { updates } = useConsole();
  const restarting = useCommand();
  const { version, changes, wayBack } = found;
  const own = changes[languageOf('system', [locale])];
  return (
    <>
      <p role="status">{text('updates.ready', { version: isolateLtr(version) })}</p>
      <h3>{text('updates.changes')}</h3>
      <p className={styles.changes} {...(own === undefined && { lang: 'en', dir: 'ltr' })}>
        {own ?? changes.en}
      </p>
      <p className={styles.aside}>
        {text(wayBack ? 'updates.way-back' : 'updates.no-way-back')} {text('updates.restart.hint')}
      </p>
      <div>
        <Button isPending={restarting.state.kind === 'running'} onPress={() => void restarting.run(updates.restart)}>
          <Download size={16} aria-hidden />
          {text('updates.restart')}
        </Button>
      </div>
      {restarting.state.kind === 'failed' && <ErrorLine error={restarting.state.error} />}
    </>
  );
}

function Found({ found }: { readonly found: UpdatesState['found'] }) {
  const text = useText();
  switch (found.kind) {
    case 'nothing':
      return null;
    case 'newest':
      return <p role="status">{text('updates.newest')}</p>;
    case 'staged':
    case 'blocked':
      return <p role="status">{text(`updates.${found.kind}`, { version: isolateLtr(found.version) })}</p>;
    case 'ready':
      return <Ready found={found} />;
    case 'refused':
      return (
        <>
          <p>{text('updates.refused')}</p>
          <ErrorLine error={found.error} />
        </>
      );
  }
}

const isValid = (url: string) => url === '' || isUpdateUrl(url);

function Address({ url }: { readonly url: string | null }) {
  const text = useText();
  const { updates } = useConsole();
  return (
    <ApplyField
      label={text('updates.url')}
      hint={text('updates.url.hint')}
      kept={url ?? ''}
      isValid={isValid}
      problemOf={(typed) => (isValid(typed) || 'https://'.startsWith(typed) ? undefined : text('updates.url.invalid'))}
      maxLength={500}
      apply={(chosen) => updates.configure({ url: chosen === '' ? null : chosen })}
    />
  );
}

function Updates({ state }: { readonly state: UpdatesState }) {
  const text = useText();
  const moments = useMoments();
  const { updates } = useConsole();
  const command = useCommand();
  const { isLocked } = useManaged();
  const { version, url, off, checkedAt, job, found, rolledBack } = state;
  // Protocol packs come from there as well, where the program itself is not updated from here.
  const canLook = off === null || (off === 'no-form' && url !== null);
  return (
    <>
      <p>{text('updates.version', { version: isolateLtr(version) })}</p>
      {rolledBack !== null && <p role="status">{text('updates.rolled-back', { version: isolateLtr(rolledBack) })}</p>}
      {off !== null && <p className={styles.aside}>{text(`updates.off.${off}`)}</p>}
      {isLocked('updates') ? (
        <>
          {url !== null && (
            <p>
              <Ltr mono>{url}</Ltr>
            </p>
          )}
          <ManagedLine />
        </>
      ) : (
        off !== 'no-key' && <Address url={url} />
      )}
      {canLook && (
        <>
          <div>
            <Button isPending={job.kind !== 'none'} onPress={() => void command.run(updates.look)}>
              <RefreshCw size={16} aria-hidden />
              {text('updates.look')}
            </Button>
          </div>
          {checkedAt !== null && (
            <p className={styles.aside}>{text('updates.checked', { time: moments.short(checkedAt) })}</p>
          )}
          {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
          {job.kind === 'checking' && <p className={styles.aside}>{text('updates.checking')}</p>}
          {job.kind === 'downloading' && (
            <ProgressBar
              label={text('updates.downloading', { version: isolateLtr(job.version) })}
              done={job.done}
              total={1}
            />
          )}
        </>
      )}
      {job.kind === 'none' && <Found found={found} />}
    </>
  );
}

/** New versions of the program: where they come from, and what the newest one changes. */
export function UpdatesSection() {
  const text = useText();
  const { updates } = useConsole();
  const answer = useLive(updates);
  return (
    <Section title={text('updates.title')}>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && <Updates state={answer.value} />}
    </Section>
  );
}
