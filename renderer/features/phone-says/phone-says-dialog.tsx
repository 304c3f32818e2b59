import { useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';

import { type PhoneKind, type PhoneScreen, phoneKinds, phoneScreens } from '../../../shared/diagnosis.ts';
import type { CommandError } from '../../../shared/errors.ts';
import type { JournalEntry, PhoneAnswer } from '../../../shared/journal.ts';
import type { Result } from '../../../shared/result.ts';
import { useText } from '../../i18n/use-text.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { DialogActions, ModalDialog } from '../../ui/modal-dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { PhoneDiagnosis } from './phone-diagnosis.tsx';
import styles from './phone-says-dialog.module.css';
import { ScreenPicture } from './screen-picture.tsx';

interface PhoneSaysDialogProps {
  /** Whose screens are shown at first. */
  readonly phone: PhoneKind;
  /** Takes the answer to the log, which joins it with what the console saw. */
  readonly tell: (answer: PhoneAnswer) => Promise<Result<JournalEntry, CommandError>>;
  readonly onClose: () => void;
}

/** Asks what is on the phone, in pictures, and says what follows from that and from what the console saw. */
export function PhoneSaysDialog({ phone, tell, onClose }: PhoneSaysDialogProps) {
  const text = useText();
  const [kind, setKind] = useState(phone);
  const [screen, setScreen] = useState<PhoneScreen>();
  const [again, setAgain] = useState(false);
  const command = useCommand<JournalEntry>();
  const explanation = command.state.kind === 'done' && !again ? command.state.value.phone : undefined;

  if (explanation !== undefined) {
    return (
      <ModalDialog title={text('phone.result')} wide onClose={onClose}>
        <PhoneDiagnosis explanation={explanation} />
        <p className={styles.kept}>{text('phone.kept')}</p>
        <DialogActions>
          <Button look="quiet" onPress={() => setAgain(true)}>
            {text('phone.again')}
          </Button>
          <Button look="primary" onPress={onClose} autoFocus>
            {text('common.close')}
          </Button>
        </DialogActions>
      </ModalDialog>
    );
  }

  async function submit(): Promise<void> {
    if (screen === undefined) return;
    await command.run(() => tell({ kind, screen }));
    setAgain(false);
  }

  return (
    <ModalDialog title={text('phone.title')} wide onClose={onClose}>
      <Segmented
        label={text('guide.title')}
        value={kind}
        options={phoneKinds.map((value) => ({ value, label: text(`guide.${value}`) }))}
        onChange={setKind}
      />
      <RadioGroup
        value={screen ?? null}
        onChange={(chosen) => setScreen(phoneScreens.find((candidate) => candidate === chosen))}
        className={styles.group ?? ''}
      >
        <Label className={styles.lead ?? ''}>{text('phone.lead')}</Label>
        <div className={styles.screens}>
          {phoneScreens.map((option) => (
            <RadioField key={option} value={option}>
              <RadioButton className={styles.screen ?? ''}>
                <ScreenPicture screen={option} phone={kind} />
                <span>{text(`phone.screen.${option}`)}</span>
              </RadioButton>
            </RadioField>
          ))}
        </div>
      </RadioGroup>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
      <DialogActions>
        <Button look="quiet" onPress={onClose}>
          {text('common.cancel')}
        </Button>
        <Button
          look="primary"
          isDisabled={screen === undefined || command.state.kind === 'running'}
          onPress={() => void submit()}
        >
          {text('phone.submit')}
        </Button>
      </DialogActions>
    </ModalDialog>
  );
}
