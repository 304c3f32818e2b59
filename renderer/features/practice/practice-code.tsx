import { Keyboard } from 'lucide-react';
import { useState } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './practice-phone.module.css';

/** The phone's page for eight characters, which are typed in as on a customer's phone. */
export function PracticeCode() {
  const text = useText();
  const { practice } = useConsole();
  const command = useCommand();
  const [code, setCode] = useState('');
  return (
    <form
      noValidate
      className={styles.part}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') void command.run(() => practice.enterCode({ code: code.trim() }));
      }}
    >
      <TextField
        label={text('practice.code')}
        hint={text('practice.code.hint')}
        value={code}
        onChange={setCode}
        maxLength={12}
        ltr
      />
      <Button type="submit" isDisabled={code.trim() === ''} isPending={command.state.kind === 'running'}>
        <Keyboard size={16} aria-hidden />
        {text('practice.enter-code')}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </form>
  );
}
