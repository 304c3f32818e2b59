import { QrCode } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { PhoneField, usePhoneEntry } from '../phone-number/phone-field.tsx';
import styles from './code-linking.module.css';

interface CodeFormProps {
  /** The number to begin with, as it is stored. */
  readonly initial: string | undefined;
  /** A connection is there that a code can be asked on. */
  readonly possible: boolean;
  readonly asking: boolean;
  /** WhatsApp offers this account none: the QR is the way. */
  readonly unavailable: boolean;
  readonly onAsk: (digits: string) => Promise<void>;
  readonly onBackToQr: () => void;
  /** Why the last request led nowhere. */
  readonly children: ReactNode;
}

/** Whose phone is to be linked: a code is made out to one number. */
export function CodeForm({ initial, possible, asking, unavailable, onAsk, onBackToQr, children }: CodeFormProps) {
  const text = useText();
  const entry = usePhoneEntry(initial);
  const [sent, setSent] = useState(false);

  return (
    <section className={styles.card} aria-labelledby="code-form-title">
      <h2 id="code-form-title">{text('code.title')}</h2>
      <p className={styles.lead}>{text('code.lead')}</p>
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          setSent(true);
          if (entry.reading.ok) void onAsk(entry.reading.digits);
        }}
      >
        <PhoneField entry={entry} label={text('phone.number')} hint={text('phone.hint')} sent={sent} autoFocus />
        {children}
        <div className={styles.buttons}>
          <Button type="submit" look={unavailable ? 'plain' : 'primary'} isDisabled={!possible} isPending={asking}>
            {text('code.ask')}
          </Button>
          <Button look={unavailable ? 'primary' : 'quiet'} onPress={onBackToQr}>
            <QrCode size={16} aria-hidden />
            {text('code.back')}
          </Button>
        </div>
        {!possible && <p className={styles.lead}>{text('code.not-yet')}</p>}
      </form>
    </section>
  );
}
