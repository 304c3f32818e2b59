import type { BridgeState } from '../../../shared/bridge.ts';
import { useAgo } from '../../i18n/use-ago.ts';
import { useText } from '../../i18n/use-text.ts';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './bridge-section.module.css';

function CallerRow({ address, at, allowed }: BridgeState['callers'][number]) {
  const text = useText();
  const when = useAgo(at);
  return (
    <tr>
      <td>
        <Ltr mono>{address}</Ltr>
      </td>
      <td>
        <time dateTime={new Date(at).toISOString()}>{when}</time>
      </td>
      <td data-refused={allowed ? undefined : true}>
        {text(allowed ? 'bridge.callers.allowed' : 'bridge.callers.refused')}
      </td>
    </tr>
  );
}

/** Who has called lately, and whether they were let in. */
export function BridgeCallers({ callers }: Pick<BridgeState, 'callers'>) {
  const text = useText();
  return (
    <section className={styles.part} aria-labelledby="bridge-callers">
      <h3 id="bridge-callers">{text('bridge.callers')}</h3>
      {callers.length === 0 ? (
        <p className={styles.hint}>{text('bridge.callers.none')}</p>
      ) : (
        <table className={styles.callers} aria-labelledby="bridge-callers">
          <thead>
            <tr>
              <th scope="col">{text('bridge.callers.address')}</th>
              <th scope="col">{text('bridge.callers.when')}</th>
              <th scope="col">{text('bridge.callers.outcome')}</th>
            </tr>
          </thead>
          <tbody>
            {callers.map((caller) => (
              <CallerRow key={caller.address} {...caller} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
