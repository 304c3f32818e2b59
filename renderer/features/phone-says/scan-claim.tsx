import { Check } from 'lucide-react';

import type { ScanClaim as Claim } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useKeepFocus } from '../../ui/use-keep-focus.ts';
import { AskButton } from './ask-button.tsx';
import type { Question } from './phone-question.tsx';
import styles from './scan-claim.module.css';

function Waiting({ until }: { readonly until: number }) {
  const text = useText();
  const seconds = useCountdown(until);
  return <p className={styles.waiting}>{text('claim.waiting', { seconds })}</p>;
}

interface ScanClaimProps {
  readonly tenantId: string;
  /** The scan that is waited for. */
  readonly claim: Claim | undefined;
  readonly onAsk: (question: Question) => void;
}

/** For the person who has just scanned: unless WhatsApp reports it, a failed scan looks like none. */
export function ScanClaim({ tenantId, claim, onAsk }: ScanClaimProps) {
  const text = useText();
  const { session } = useConsole();
  const command = useCommand();
  const focus = useKeepFocus(String(claim === undefined));
  return (
    <div className={styles.claim} {...focus}>
      {claim === undefined ? (
        <Button
          needs="link"
          isPending={command.state.kind === 'running'}
          onPress={() => void command.run(() => session.claimScan({ tenantId }))}
        >
          <Check size={16} aria-hidden />
          {text('claim.scanned')}
        </Button>
      ) : (
        <>
          <Waiting until={claim.until} />
          <AskButton onAsk={() => onAsk({ kind: 'claim', tenantId, since: claim.at })} />
        </>
      )}
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </div>
  );
}
