import { Check, Copy, QrCode, Smartphone } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';

import type { LiveCode } from '../../../shared/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { useCountdown } from '../../state/use-countdown.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import styles from './code-linking.module.css';
import { CountdownRing } from './countdown-ring.tsx';

/** How long WhatsApp has to finish the link once the code was typed, in ms (WhatsApp Web gives up after as long). */
const finishMs = 60_000;

function Typed({ at }: { readonly at: number }) {
  const text = useText();
  const seconds = useCountdown(at + finishMs);
  return (
    <p className={styles.typed} role="status">
      <Smartphone size={16} aria-hidden />
      {text('code.typed', { seconds })}
    </p>
  );
}

interface CodeCardProps {
  readonly code: LiveCode;
  /** It answers what was just asked for, and the form that had the focus is gone. */
  readonly takesFocus: boolean;
  readonly asking: boolean;
  readonly onNewCode: () => void;
  readonly onOtherNumber: () => void;
  readonly onBackToQr: () => void;
  /** Why the last request led nowhere. */
  readonly children: ReactNode;
}

/** The eight characters, as large as the place allows, for someone to type in on the phone. */
export function CodeCard(props: CodeCardProps) {
  const { code, takesFocus, asking, onNewCode, onOtherNumber, onBackToQr, children } = props;
  const text = useText();
  const { app } = useConsole();
  const copy = useCommand();
  const dead = useCountdown(code.expiresAt) === 0;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) card.current?.focus();
  }, [takesFocus]);

  return (
    <section ref={card} tabIndex={-1} className={styles.card} aria-labelledby="code-card-title">
      <h2 id="code-card-title">{text('code.label')}</h2>
      {/* Left to right in every language: the phone asks for the characters in this order. */}
      <p className={styles.code} dir="ltr" data-dead={dead || undefined}>
        {code.text}
      </p>
      <div className={styles.caption}>
        {code.typedAt === undefined && <CountdownRing offer={code} />}
        <Button look="quiet" onPress={() => void copy.run(() => app.copyText({ text: code.text }))}>
          {copy.state.kind === 'done' ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          {text(copy.state.kind === 'done' ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
      {code.mistyped === true && code.typedAt === undefined && !dead && (
        <p className={styles.refreshed} role="status">
          {text('code.mistyped')}
        </p>
      )}
      {code.refreshed === true && code.typedAt === undefined && code.mistyped === undefined && !dead && (
        <p className={styles.refreshed} role="status">
          <strong>{text('code.refreshed')}</strong> {text('code.refreshed.detail')}
        </p>
      )}
      {code.typedAt === undefined ? (
        <p className={styles.lead}>{text(dead ? 'qr.expired' : 'code.wrong')}</p>
      ) : (
        <Typed at={code.typedAt} />
      )}
      {copy.state.kind === 'failed' && <ErrorLine error={copy.state.error} />}
      {children}
      <div className={styles.buttons}>
        <Button isPending={asking} onPress={onNewCode}>
          {text('code.new')}
        </Button>
        <Button look="quiet" onPress={onOtherNumber}>
          {text('code.other-number')}
        </Button>
        <Button look="quiet" onPress={onBackToQr}>
          <QrCode size={16} aria-hidden />
          {text('code.back')}
        </Button>
      </div>
    </section>
  );
}
