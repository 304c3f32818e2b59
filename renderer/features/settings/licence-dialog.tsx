import { useState } from 'react';

import type { Licence } from '../../../shared/app.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import styles from './licence-dialog.module.css';

function LicenceRow({ licence: { name, version, licence, text, source } }: { readonly licence: Licence }) {
  const words = useText();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>
          <Ltr>{`${name} ${version}`}</Ltr>
          <Ltr>{licence}</Ltr>
        </summary>
        {source !== undefined && (
          <p>
            {words('licences.source')} <Ltr>{source}</Ltr>
          </p>
        )}
        {/* Hundreds of licences are a lot of text: only what is opened is laid out. */}
        {open && text !== undefined && (
          <pre className={styles.text} dir="ltr" lang="en">
            {text}
          </pre>
        )}
      </details>
    </li>
  );
}

/** The packages that the program is made of, with their licences. */
export function LicenceDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { app } = useConsole();
  const answer = useAnswer(app.licences);
  return (
    <ModalDialog title={text('licences.title')} wide onClose={onClose}>
      <p>{text('licences.lead')}</p>
      {answer.kind === 'failed' && <ErrorLine error={answer.error} />}
      {answer.kind === 'here' && (
        <ul className={styles.list}>
          {answer.value.map((licence) => (
            <LicenceRow key={`${licence.name} ${licence.version}`} licence={licence} />
          ))}
        </ul>
      )}
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          {text('common.close')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
