import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

import type { JournalEntry } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole, useTenant } from '../../state/services.ts';
import { standingOf } from '../../state/standing.ts';
import { useCommand } from '../../state/use-command.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { DialogActions } from '../../ui/modal-dialog.tsx';
import { FailurePanel } from '../failures/failure-panel.tsx';
import { FlightRecording } from '../failures/flight-recording.tsx';
import { ProofSteps } from '../pairing/proof-steps.tsx';
import { EntryDiagnosis } from '../phone-says/entry-diagnosis.tsx';
import { PhoneQuestion, type Question } from '../phone-says/phone-question.tsx';
import styles from './entry-details.module.css';
import { useEntryText } from './use-entry-text.ts';

interface EntryDetailsProps {
  readonly entry: JournalEntry;
  readonly onShowTenant: (tenantId: string) => void;
  /** In a dialog: closes it. */
  readonly onClose?: () => void;
}

/** Everything that is known about one end of an attempt. */
export function EntryDetails({ entry, onShowTenant, onClose }: EntryDetailsProps) {
  const text = useText();
  const { app } = useConsole();
  const tenant = useTenant(entry.tenantId);
  const copy = useCommand();
  const [question, setQuestion] = useState<Question>();
  const entryText = useEntryText();
  const copied = copy.state.kind === 'done';
  return (
    <>
      <dl className={styles.facts}>
        <div>
          <dt>{text('log.tenant')}</dt>
          <dd>
            {tenant !== undefined && <bdi>{tenant.name}</bdi>} <Ltr mono>{entry.tenantId}</Ltr>
          </dd>
        </div>
        <div>
          <dt>{text('log.phase')}</dt>
          <dd>{text(`standing.${standingOf(entry)}.label`)}</dd>
        </div>
        <div>
          <dt>{text('log.qr-shown')}</dt>
          <dd>{text(entry.qrShown ? 'common.yes' : 'common.no')}</dd>
        </div>
        <div>
          <dt>{text('log.entry')}</dt>
          <dd>
            <Ltr mono>{entry.id}</Ltr>
          </dd>
        </div>
      </dl>
      <FailurePanel failure={entry.failure} past explained={entry.phone !== undefined}>
        <EntryDiagnosis entry={entry} onAsk={setQuestion} />
      </FailurePanel>
      <ProofSteps session={{ phase: 'stopped', evidence: entry.evidence }} />
      <FlightRecording id={entry.id} />
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      <Announce>{copied ? text('common.copied') : ''}</Announce>
      <DialogActions>
        {tenant !== undefined && (
          <Button look="quiet" onPress={() => onShowTenant(entry.tenantId)}>
            {text('log.show-tenant')}
          </Button>
        )}
        <Button onPress={() => void copy.run(() => app.copyText({ text: entryText(entry, tenant?.name) }))}>
          {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
          {text(copied ? 'common.copied' : 'common.copy')}
        </Button>
        {onClose !== undefined && (
          <Button look="primary" onPress={onClose} autoFocus>
            {text('common.close')}
          </Button>
        )}
      </DialogActions>
      <PhoneQuestion
        question={question}
        phone={entry.phone?.kind ?? 'android'}
        onClose={() => setQuestion(undefined)}
      />
    </>
  );
}
