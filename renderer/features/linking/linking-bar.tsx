import { ArrowRight, MonitorUp, Pause, Undo2, X } from 'lucide-react';

import type { LinkingState } from '../../../shared/linking.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import styles from './linking-page.module.css';

/** Back, skip, pause and end. The keys do the same. */
export function LinkingBar({ linking }: { readonly linking: LinkingState }) {
  const text = useText();
  const { linking: commands } = useConsole();
  const { items, paused, way } = linking;
  const canSkip = paused === 'no' && way !== 'any-phone' && items.some(({ state }) => state === 'current');
  const running = paused === 'no' && items.some(({ state }) => state === 'current' || state === 'waiting');
  const canGoBack = way === 'one' && items.some(({ state }) => state === 'skipped' || state === 'failed');
  /** On the wall, the tile in focus. */
  function skip(): void {
    const tile = document.activeElement?.closest<HTMLElement>('[data-tenant]');
    const item = items.find(({ tenantId }) => tenantId === tile?.dataset.tenant);
    void (item === undefined ? commands.skip() : commands.skipTenant({ tenantId: item.tenantId }));
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={text('linking.title')}>
      <Button isDisabled={!canGoBack} keys="B" keysInView onPress={() => void commands.back()}>
        <Undo2 size={16} aria-hidden />
        {text('linking.back')} <kbd>B</kbd>
      </Button>
      <Button isDisabled={!canSkip} keys="N" keysInView onPress={skip}>
        <ArrowRight size={16} aria-hidden className={styles.arrow} />
        {text('linking.skip')} <kbd>N</kbd>
      </Button>
      <Button isDisabled={!running} keys="P" keysInView onPress={() => void commands.pause()}>
        <Pause size={16} aria-hidden />
        {text('linking.pause')} <kbd>P</kbd>
      </Button>
      <Button look="quiet" onPress={() => void commands.openDisplay()}>
        <MonitorUp size={16} aria-hidden />
        {text('wall.display.open')}
      </Button>
      <Button look="quiet" onPress={() => void commands.end()}>
        <X size={16} aria-hidden />
        {text('linking.end')}
      </Button>
    </div>
  );
}
