import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useLive } from '../../state/use-live.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { PageColumns } from '../../ui/page-columns.tsx';
import { BundleSection } from './bundle-section.tsx';
import styles from './diagnostics-page.module.css';
import { LastEndSection } from './last-end-section.tsx';
import { PreflightSection } from './preflight-section.tsx';
import { SelfTestSection } from './self-test-section.tsx';

/** Whether it is this computer, this program, or the way to WhatsApp. */
export function DiagnosticsPage() {
  const text = useText();
  const state = useLive(useConsole().diagnostics);
  return (
    <PageColumns
      head={
        <>
          <h1>{text('diagnostics.title')}</h1>
          <p className={styles.lead}>{text('diagnostics.lead')}</p>
          {state.kind === 'failed' && <ErrorLine error={state.error} />}
        </>
      }
      start={
        state.kind === 'here' && (
          <>
            {state.value.lastEnd !== undefined && <LastEndSection end={state.value.lastEnd} />}
            <PreflightSection preflight={state.value.preflight} />
          </>
        )
      }
      end={
        state.kind === 'here' && (
          <>
            <SelfTestSection selfTest={state.value.selfTest} />
            <BundleSection state={state.value} />
          </>
        )
      }
    />
  );
}
