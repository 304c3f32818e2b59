import { RefreshCw } from 'lucide-react';
import { useState } from 'react';

import { isWaVersion } from '../../../shared/wa-version-rules.ts';
import type { WaVersionState } from '../../../shared/wa-version.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useCommand } from '../../state/use-command.ts';
import { useManaged } from '../../state/use-managed.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { ManagedLine } from '../../ui/managed-line.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './version-section.module.css';

function VersionFacts({ state }: { readonly state: WaVersionState }) {
  const text = useText();
  const moments = useMoments();
  const { inUse, source, published, failedAt } = state;
  return (
    <div>
      <p>
        {text('version.in-use')} <Ltr mono>{inUse}</Ltr> · {text(`version.source.${source}`)}
      </p>
      <p className={styles.aside}>
        {published === null
          ? text('version.never')
          : text('version.published', {
              version: isolateLtr(published.version),
              time: moments.short(published.fetchedAt),
            })}{' '}
        {failedAt !== null && text('version.failed', { time: moments.short(failedAt) })}
      </p>
    </div>
  );
}

function VersionControls({ initial }: { readonly initial: WaVersionState }) {
  const text = useText();
  const { waVersion } = useConsole();
  const pinning = useCommand<WaVersionState>();
  const fetching = useCommand<WaVersionState>();
  const { isLocked } = useManaged();
  const [state, setState] = useState(initial);
  const [typed, setTyped] = useState(initial.pin ?? '');
  const [sent, setSent] = useState(false);
  const wanted = typed.trim();
  const fits = isWaVersion(wanted);

  /** A failed fetch, too, has something new to tell: that it failed, and when. */
  async function look(): Promise<void> {
    await fetching.run(() => waVersion.fetch());
    const answer = await waVersion.state();
    if (answer.ok) setState(answer.value);
  }
  async function pin(version: string | null): Promise<void> {
    await pinning.run(async () => {
      const answer = await waVersion.pin({ version });
      if (answer.ok) {
        setState(answer.value);
        setTyped(answer.value.pin ?? '');
        setSent(false);
      }
      return answer;
    });
  }

  return (
    <>
      <VersionFacts state={state} />
      <div>
        <Button isPending={fetching.state.kind === 'running'} onPress={() => void look()}>
          <RefreshCw size={16} aria-hidden />
          {text('version.fetch')}
        </Button>
      </div>
      {fetching.state.kind === 'failed' && <ErrorLine error={fetching.state.error} />}
      {isLocked('version') ? (
        <ManagedLine />
      ) : state.fixed ? (
        <p className={styles.aside}>{text('version.fixed')}</p>
      ) : (
        <form
          noValidate
          className={styles.pin}
          onSubmit={(event) => {
            event.preventDefault();
            setSent(true);
            if (fits) void pin(wanted);
          }}
        >
          <TextField
            label={text('version.pin')}
            hint={text('version.pin.hint')}
            value={typed}
            onChange={setTyped}
            problem={
              fits || wanted === '' || (!sent && '2.3000.'.startsWith(wanted)) ? undefined : text('version.pin.invalid')
            }
            maxLength={24}
            ltr
          />
          <Button
            type="submit"
            isDisabled={wanted === '' || wanted === state.pin}
            isPending={pinning.state.kind === 'running'}
          >
            {text('version.pin.apply')}
          </Button>
          {state.pin !== null && <Button onPress={() => void pin(null)}>{text('version.pin.clear')}</Button>}
        </form>
      )}
      {pinning.state.kind === 'failed' && <ErrorLine error={pinning.state.error} />}
    </>
  );
}

/** For experts: which WA Web version is presented to WhatsApp. Left alone, it is the newest that is known. */
export function VersionSection() {
  const text = useText();
  const { waVersion } = useConsole();
  const answer = useAnswer(waVersion.state);
  return (
    <Section title={text('version.title')}>
      <p>{text('version.lead')}</p>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && <VersionControls initial={answer.value} />}
    </Section>
  );
}
