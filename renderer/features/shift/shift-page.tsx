import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';

import type { Shift } from '../../../shared/shift.ts';
import { useMoments } from '../../i18n/use-moments.ts';
import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { PrintSheet } from '../../ui/print-sheet.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { SlipButton } from '../slip/slip-button.tsx';
import { shiftCsv } from './shift-csv.ts';
import styles from './shift-page.module.css';
import { ShiftReport } from './shift-report.tsx';
import { useShift } from './use-shift.ts';

function Actions({ shift }: { readonly shift: Shift }) {
  const text = useText();
  const moments = useMoments();
  const { formatDate } = useIntl();
  const { store, info } = useServices();
  const [printing, setPrinting] = useState(0);
  const day = formatDate(shift.since, { dateStyle: 'full' });
  const file = `${info?.practice === true ? 'practice-' : ''}shift-${new Date(shift.at).toLocaleDateString('sv')}.csv`;
  return (
    <div className={styles.actions}>
      <Button needs="link" onPress={() => setPrinting(printing + 1)}>
        <Printer size={16} aria-hidden />
        {text('shift.print')}
      </Button>
      <Button needs="administer" onPress={() => saveFile(file, 'text/csv', shiftCsv(shift, store.tenant))}>
        <Download size={16} aria-hidden />
        {text('shift.save')}
      </Button>
      {printing > 0 && (
        <PrintSheet key={printing} what={{ sheet: 'shift', tenantId: null }} onDone={() => setPrinting(0)}>
          <h1>{text('shift.day', { day })}</h1>
          <p>{text('shift.as-of', { time: moments.full(shift.at) })}</p>
          <ShiftReport shift={shift} />
        </PrintSheet>
      )}
    </div>
  );
}

/** Today at this workstation: what was linked, what failed, who still waits, and how long a link takes. */
export function ShiftPage() {
  const text = useText();
  const { formatDate } = useIntl();
  const answer = useShift();
  if (answer.kind === 'failed') return <ErrorLine error={answer.error} />;
  if (answer.kind === 'loading') return null;
  const shift = answer.value;
  const nothing = shift.links.length === 0 && shift.failures.length === 0;
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{text('shift.title')}</h1>
          <p className={styles.quiet}>{formatDate(shift.since, { dateStyle: 'full' })}</p>
        </div>
        <Actions shift={shift} />
      </header>
      <ShiftReport shift={shift} actionOf={({ tenantId }) => <SlipButton tenantId={tenantId} />} />
      {nothing && <EmptyState picture="day">{text('shift.nothing')}</EmptyState>}
    </article>
  );
}
