import { KeyRound, LockOpen } from 'lucide-react';
import { Suspense, lazy, useState, type ReactNode } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { useMay } from '../../state/rights.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useLive } from '../../state/use-live.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import styles from './data-banner.module.css';

const SealDialog = lazy(async () => ({ default: (await import('./seal-dialog.tsx')).SealDialog }));
const RecoveryCodeDialog = lazy(async () => ({
  default: (await import('./recovery-code-dialog.tsx')).RecoveryCodeDialog,
}));

function Banner({ icon, words, children }: { icon: ReactNode; words: string; children: ReactNode }) {
  return (
    <section className={styles.banner}>
      {icon}
      <p>{words}</p>
      {children}
    </section>
  );
}

/**
 * What stays in view until somebody has seen to it: a folder that was left open, a recovery code that is not on paper, and a new
 * data key that waits for the next start. Without a recovery code its dialog opens by itself, once a start.
 */
export function DataBanner() {
  const text = useText();
  const may = useMay();
  const { data } = useConsole();
  const answer = useLive(data);
  const restart = useCommand();
  const [sealing, setSealing] = useState(false);
  /** `undefined`: it has not opened yet. */
  const [showing, setShowing] = useState<boolean>();
  if (answer.kind !== 'here') return null;
  const { seal, recovery, renewed } = answer.value;
  const lacksCode = seal === 'sealed' && recovery !== 'on-paper';
  // Others see the notice, and who may do something about it.
  if (showing === undefined) setShowing(lacksCode && may('administer'));

  return (
    <>
      {seal === 'left-open' && (
        <Banner icon={<LockOpen size={17} aria-hidden />} words={text('data.open.notice')}>
          <Button needs="administer" onPress={() => setSealing(true)}>
            {text('data.open.seal')}
          </Button>
        </Banner>
      )}
      {lacksCode && (
        <Banner icon={<KeyRound size={17} aria-hidden />} words={text('data.recovery.notice')}>
          <Button needs="administer" onPress={() => setShowing(true)}>
            {text('data.recovery.make')}
          </Button>
        </Banner>
      )}
      {renewed && (
        <Banner icon={<KeyRound size={17} aria-hidden />} words={text('data.renewed')}>
          <Button
            needs="administer"
            isPending={restart.state.kind === 'running'}
            onPress={() => void restart.run(data.restart)}
          >
            {text('data.renewed.restart')}
          </Button>
        </Banner>
      )}
      {restart.state.kind === 'failed' && <ErrorLine error={restart.state.error} />}
      <Suspense fallback={null}>
        {sealing && <SealDialog onClose={() => setSealing(false)} />}
        {showing === true && (
          <RecoveryCodeDialog
            replaces={recovery !== 'none'}
            onConfirmed={() => setShowing(false)}
            onClose={() => setShowing(false)}
          />
        )}
      </Suspense>
    </>
  );
}
