import type { levelOf } from '../preflight-rules.ts';
import type { Finding } from '../preflight.ts';

type Code = Finding['code'];
/** What is not in order needs an advice beside its words; a finding without either does not compile. */
type Advised = {
  [C in Code]: (typeof levelOf)[C] extends 'ok' | 'open' ? never : C;
}[Code];

export type FindingMessages = Readonly<Record<`finding.${Code}` | `finding.${Advised}.advice`, string>>;
