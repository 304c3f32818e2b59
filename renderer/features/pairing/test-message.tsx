import { CircleCheck } from 'lucide-react';
import { useState } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './test-message.module.css';

/** Sends the linked account a message to itself, and says how long WhatsApp took to acknowledge it. */
export function TestMessage({ tenantId }: { readonly tenantId: string }) {
  const text = useText();
  const { session } = useConsole();
  const command = useCommand<{ durationMs: number }>();
  const [typed, setTyped] = useState<string>();
  const message = typed ?? text('test.default');
  const sending = command.state.kind === 'running';

  return (
    <section className={styles.card} aria-labelledby="test-title">
      <div>
        <h2 id="test-title">{text('test.title')}</h2>
        <p className={styles.detail}>{text('test.detail')}</p>
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (message.trim() === '' || sending) return;
          void command.run(() => session.sendTestMessage({ tenantId, text: message.trim() }));
        }}
      >
        <TextField label={text('test.text')} value={message} onChange={setTyped} maxLength={500} />
        <Button needs="link" type="submit" isPending={sending} isDisabled={message.trim() === ''}>
          {sending ? text('test.sending') : text('test.send')}
        </Button>
      </form>
      <div role="status">
        {command.state.kind === 'done' && (
          <p className={styles.sent}>
            <CircleCheck size={16} aria-hidden />
            {text('test.sent', { seconds: command.state.value.durationMs / 1000 })}
          </p>
        )}
      </div>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </section>
  );
}
