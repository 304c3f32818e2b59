import { levelOf, placeOf, type CheckId, type Place } from '../../../shared/preflight-rules.ts';
import type { Preflight } from '../../../shared/preflight.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import styles from './diagnostics-page.module.css';
import { Job } from './job.tsx';
import { summaryOf } from './preflight-summary.ts';
import { Step, StepList } from './step-list.tsx';
import { useFindingWords } from './use-finding-words.ts';

function CheckStep({ id, preflight }: { readonly id: CheckId; readonly preflight: Preflight }) {
  const text = useText();
  const wordsOf = useFindingWords();
  const result = preflight.results.find((known) => known.id === id);
  const title = text(`check.${id}`);
  if (result === undefined)
    return <Step state={preflight.running.includes(id) ? 'running' : 'waiting'} title={title} />;
  const { finding, ms } = result;
  const reached = finding.code !== 'not-reached' && finding.code !== 'cancelled';
  return (
    <Step
      state={levelOf[finding.code]}
      title={title}
      ms={reached ? ms : undefined}
      {...wordsOf(finding, preflight.host)}
    />
  );
}

/** This computer and the way from it to WhatsApp. */
export function PreflightSection({ preflight }: { readonly preflight: Preflight | undefined }) {
  const text = useText();
  const moments = useMoments();
  const { diagnostics } = useConsole();
  const endedAt = preflight?.endedAt;
  const ended = preflight !== undefined && endedAt !== undefined;
  const summary = ended ? summaryOf(preflight) : undefined;
  const list = (place: Place, label: string) => {
    const ids = preflight?.checks.filter((id) => placeOf[id] === place) ?? [];
    return (
      <div>
        <h3>{label}</h3>
        <StepList label={label}>
          {preflight !== undefined && ids.map((id) => <CheckStep key={id} id={id} preflight={preflight} />)}
        </StepList>
      </div>
    );
  };
  return (
    <Job
      title={text('preflight.title')}
      lead={text('preflight.lead')}
      start={text(preflight === undefined ? 'preflight.run' : 'preflight.again')}
      onStart={diagnostics.checkWorkstation}
      onCancel={() => diagnostics.cancel({ job: 'preflight' })}
      progress={
        preflight === undefined || ended
          ? undefined
          : { label: text('preflight.progress'), done: preflight.results.length, total: preflight.checks.length }
      }
      summary={summary === undefined ? undefined : text(`preflight.summary.${summary}`)}
      note={endedAt === undefined ? text('preflight.never') : text('preflight.at', { time: moments.short(endedAt) })}
    >
      {preflight !== undefined && (
        <div className={styles.lists}>
          {list('network', text('diagnostics.network'))}
          {list('workstation', text('diagnostics.workstation'))}
        </div>
      )}
    </Job>
  );
}
