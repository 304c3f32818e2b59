import { selfTestSteps, type SelfTestStep } from '../../../shared/self-test-rules.ts';
import type { SelfTest, SelfTestProblem } from '../../../shared/self-test.ts';

export function passedTest(endedAt: number): SelfTest {
  const results = selfTestSteps.map((step, index) => ({ step, outcome: 'passed' as const, ms: 4 + index * 90 }));
  return { startedAt: endedAt - 3000, endedAt, results };
}

/** Passed up to this step, and cleaned up after it. */
export function failedTest(endedAt: number, failedStep: SelfTestStep, problem: SelfTestProblem): SelfTest {
  const results = selfTestSteps.map((step, index): SelfTest['results'][number] => {
    const after = index - selfTestSteps.indexOf(failedStep);
    if (after === 0) return { step, outcome: 'failed', ms: 1204, problem };
    return { step, outcome: after < 0 || step === 'clean-up' ? 'passed' : 'not-reached', ms: 12 };
  });
  return { startedAt: endedAt - 3000, endedAt, results };
}
