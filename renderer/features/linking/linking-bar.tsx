import { ArrowRight, MonitorUp, Pause, Undo2, X } from 'lucide-react';

import type { LinkingState } from '../../../shared/linking.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import styles from './linking-page.module.css';

/** Pause and end; back and skip where one tenant comes after the other. The keys do the same. */
export function LinkingBar({ linking }: { readonly linking: LinkingState }) {
  const text = useText();
  const { linking: commands } = useConsole();
  const { items, paused, way } = linking;
  const running = paused === 'no' && items.some(({ state }) => state === 'current' || state === 'waiting');
  const canSkip = paused === 'no' && items.some(({ state }) => state === 'current');
  const canGoBack = items.some(({ state }) => state === 'skipped' || state === 'failed');
  return (
    <div className={styles.bar} role="toolbar" aria-label={text('linking.title')}>
      {way === 'one' && (
        <>
          <Button needs="link" isDisabled={!canGoBack} keys="B" keysInView onPress={() => void commands.back()}>
            <Undo2 size={16} aria-hidden />
            {text('linking.back')} <kbd>B</kbd>
          </Button>
          <Button needs="link" isDisabled={!canSkip} keys="N" keysInView onPress={() => void commands.skip()}>
            <ArrowRight size={16} aria-hidden className={styles.arrow} />
            {text('linking.skip')} <kbd>N</kbd>
          </Button>
        </>
      )}
      <Button needs="link" isDisabled={!running} keys="P" keysInView onPress={() => void commands.pause()}>
        <Pause size={16} aria-hidden />
        {text('linking.pause')} <kbd>P</kbd>
      </Button>
      <Button needs="link" look="quiet" onPress={() => void commands.openDisplay()}>
        <MonitorUp size={16} aria-hidden />
        {text('wall.display.open')}
      </Button>
      <Button needs="link" look="quiet" onPress={() => void commands.end()}>
        <X size={16} aria-hidden />
        {text('linking.end')}
      </Button>
    </div>
  );
}
