import type { NetworkState } from '../../../shared/network.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './network.module.css';

/** What the newest connection did, and through what. */
export function LastDial({ dial }: { readonly dial: NetworkState['lastDial'] }) {
  const text = useText();
  const moments = useMoments();
  if (dial === null) return <p className={styles.hint}>{text('network.last.none')}</p>;
  const { at, use, through, failed } = dial;
  return (
    <p className={styles.hint}>
      {text('network.last', { use: text(`network.use.${use}`), time: moments.short(at) })}{' '}
      {through === null ? text('network.last.direct') : text('network.last.through', { proxy: isolateLtr(through) })}{' '}
      {failed === undefined ? text('network.last.opened') : text('network.last.failed', { code: isolateLtr(failed) })}
    </p>
  );
}
