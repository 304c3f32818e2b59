import { selfTestSteps, type SelfTestStep } from '../../../shared/self-test-rules.ts';
import type { SelfTest, SelfTestProblem, SelfTestResult } from '../../../shared/self-test.ts';
import { isolateLtr } from '../../i18n/isolate.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Job } from './job.tsx';
import { Step, StepList, type StepState } from './step-list.tsx';

const stateOf: Readonly<Record<SelfTestResult['outcome'], StepState>> = {
  passed: 'ok',
  failed: 'failed',
  cancelled: 'open',
  'not-reached': 'open',
};

const storageFaults = [
  'storage-full',
  'storage-denied',
  'storage-busy',
  'storage-failed',
  'storage-sealed',
  'storage-away',
  'lease-lost',
  'out-of-descriptors',
] as const;

/** What the disk refused a step for, where it was the disk. */
function storageFaultOf(problem: SelfTestProblem) {
  const code =
    problem.code === 'refused' ? problem.error : problem.code === 'session-failed' ? problem.cause : undefined;
  return storageFaults.find((fault) => fault === code);
}

function useProblemText(): (problem: SelfTestProblem) => string {
  const text = useText();
  return (problem) => {
    const fault = storageFaultOf(problem);
    if (fault !== undefined) return text('self-test.problem.session-failed', { cause: text(`cause.${fault}.title`) });
    switch (problem.code) {
      case 'session-failed':
        return text('self-test.problem.session-failed', { cause: text(`cause.${problem.cause}.title`) });
      case 'refused':
        return text('self-test.problem.refused', { code: isolateLtr(problem.error) });
      case 'scan-refused':
        return text('self-test.problem.scan-refused', { code: isolateLtr(problem.outcome) });
      case 'protocol-broken':
        return text('self-test.problem.protocol-broken', { code: isolateLtr(problem.rule) });
      case 'disk':
        return text('self-test.problem.disk', { code: isolateLtr(problem.systemCode) });
      case 'timeout':
      case 'message-changed':
      case 'link-not-renewed':
      case 'link-not-kept':
      case 'broken':
        return text(`self-test.problem.${problem.code}`);
    }
  };
}

function TestStep({ step, selfTest }: { readonly step: SelfTestStep; readonly selfTest: SelfTest }) {
  const text = useText();
  const problemText = useProblemText();
  const title = text(`self-test.step.${step}`);
  const result = selfTest.results.find((known) => known.step === step);
  if (result === undefined) return <Step state={selfTest.running === step ? 'running' : 'waiting'} title={title} />;
  const { outcome, ms, problem } = result;
  const reached = outcome === 'passed' || outcome === 'failed';
  return (
    <Step
      state={stateOf[outcome]}
      title={title}
      ms={reached ? ms : undefined}
      finding={problem === undefined ? (reached ? undefined : text(`self-test.${outcome}`)) : problemText(problem)}
    />
  );
}

/** What a finished test comes to. */
function summaryOf({ results }: SelfTest): 'passed' | 'disk' | 'failed' | 'cancelled' {
  const failed = results.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) {
    const { problem } = failed;
    return problem?.code === 'disk' || (problem && storageFaultOf(problem)) !== undefined ? 'disk' : 'failed';
  }
  return results.some(({ outcome }) => outcome === 'cancelled') ? 'cancelled' : 'passed';
}

/** The program itself, without network and without WhatsApp. */
export function SelfTestSection({ selfTest }: { readonly selfTest: SelfTest | undefined }) {
  const text = useText();
  const moments = useMoments();
  const { diagnostics } = useConsole();
  const endedAt = selfTest?.endedAt;
  const summary = selfTest === undefined || endedAt === undefined ? undefined : summaryOf(selfTest);
  const label = text('self-test.title');
  return (
    <Job
      title={label}
      lead={text('self-test.lead')}
      start={text(selfTest === undefined ? 'self-test.run' : 'self-test.again')}
      onStart={diagnostics.testProgram}
      onCancel={() => diagnostics.cancel({ job: 'self-test' })}
      progress={
        selfTest === undefined || endedAt !== undefined
          ? undefined
          : { label: text('self-test.progress'), done: selfTest.results.length, total: selfTestSteps.length }
      }
      summary={summary === undefined ? undefined : text(`self-test.summary.${summary}`)}
      note={endedAt === undefined ? text('self-test.never') : text('self-test.at', { time: moments.short(endedAt) })}
    >
      {selfTest !== undefined && (
        <StepList label={label}>
          {selfTestSteps.map((step) => (
            <TestStep key={step} step={step} selfTest={selfTest} />
          ))}
        </StepList>
      )}
    </Job>
  );
}
