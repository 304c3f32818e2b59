import type { WebhookTest } from '../../../shared/bridge.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import styles from './bridge-section.module.css';
import { useFaultText } from './use-fault-text.ts';

/** Makes one call to the backend, and says in words what came of it. */
export function TestEvent() {
  const text = useText();
  const faultLine = useFaultText();
  const { bridge } = useConsole();
  const test = useCommand<WebhookTest>();
  const { state } = test;
  return (
    <>
      <div className={styles.row}>
        <Button isDisabled={state.kind === 'running'} onPress={() => void test.run(bridge.testWebhook)}>
          {text('bridge.webhooks.test')}
        </Button>
      </div>
      <div aria-live="polite" className={styles.live}>
        {state.kind === 'running' && <p className={styles.hint}>{text('bridge.webhooks.test.running')}</p>}
        {state.kind === 'done' && state.value.outcome === 'delivered' && (
          <p className={styles.hint}>
            {text('bridge.webhooks.test.delivered', { status: isolateLtr(String(state.value.status)) })}
          </p>
        )}
        {state.kind === 'done' && state.value.outcome === 'failed' && (
          <p className={styles.warning}>
            {text('bridge.webhooks.test.failed')} {faultLine(state.value.fault)}
          </p>
        )}
      </div>
      {state.kind === 'failed' && <ErrorLine error={state.error} />}
    </>
  );
}
