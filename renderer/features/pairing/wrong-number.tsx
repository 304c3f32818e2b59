import { Eye } from 'lucide-react';
import { lazy, startTransition, Suspense, useId, useRef, useState } from 'react';

import type { TenantView } from '../../../shared/console.ts';
import type { WrongNumber as Numbers } from '../../../shared/session.ts';
import { isolate, isolateLtr } from '../../i18n/isolate.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import styles from './wrong-number.module.css';

const ConfirmDialog = lazy(async () => ({ default: (await import('../../ui/confirm-dialog.tsx')).ConfirmDialog }));

interface WrongNumberProps {
  readonly tenant: TenantView;
  readonly numbers: Numbers;
}

/** A number in full, with the digits marked in which it differs from the other, counted from its end. */
function Marked({ number, other }: { readonly number: string; readonly other: string }) {
  const shift = other.length - number.length;
  return (
    <bdi dir="ltr" className={styles.whole}>
      {Array.from(number, (digit, index) =>
        digit === other[index + shift] ? <span key={index}>{digit}</span> : <mark key={index}>{digit}</mark>,
      )}
    </bdi>
  );
}

/** Another phone linked than the one that was meant: both numbers, and the two ways out. */
export function WrongNumber({ tenant, numbers: { expected, linked } }: WrongNumberProps) {
  const text = useText();
  const { session: commands } = useConsole();
  const refusal = useCommand();
  const [asking, setAsking] = useState(false);
  const [whole, setWhole] = useState<{ readonly expected: string; readonly linked: string }>();
  /** Counts presses and releases: an answer counts while the same press is held. */
  const holding = useRef(0);
  const id = useId();
  const request = { tenantId: tenant.id, linked };
  const decidable = tenant.session.phase === 'awaiting-acceptance';
  const revealed = whole !== undefined;
  /** Shows them while the button is held. */
  async function reveal(): Promise<void> {
    const press = (holding.current += 1);
    const answer = await commands.revealNumbers({ tenantId: tenant.id });
    if (answer.ok && holding.current === press) setWhole(answer.value);
  }
  const ask = () => {
    startTransition(() => {
      setAsking(true);
    });
  };

  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {text('cause.wrong-number.title')}
      </h2>
      <dl className={styles.numbers}>
        <div>
          <dt>{text('wrong-number.expected')}</dt>
          <dd>{revealed ? <Marked number={whole.expected} other={whole.linked} /> : <Ltr mono>{expected}</Ltr>}</dd>
        </div>
        <div>
          <dt>{text('wrong-number.linked')}</dt>
          <dd>{revealed ? <Marked number={whole.linked} other={whole.expected} /> : <Ltr mono>{linked}</Ltr>}</dd>
        </div>
      </dl>
      {decidable && (
        <div>
          <Button
            needs="link"
            aria-describedby={`${id}-reveal`}
            onPressStart={() => void reveal()}
            onPressEnd={() => {
              holding.current += 1;
              setWhole(undefined);
            }}
          >
            <Eye size={16} aria-hidden />
            {text('wrong-number.reveal')}
          </Button>
          <p id={`${id}-reveal`} className={styles.aside}>
            {text('wrong-number.reveal.hint')}
          </p>
        </div>
      )}
      {expected === linked && !revealed && <p>{text('wrong-number.alike')}</p>}
      <p>{text('cause.wrong-number.meaning')}</p>
      {decidable ? (
        <div className={styles.ways}>
          <Button
            needs="link"
            look="primary"
            isPending={refusal.state.kind === 'running'}
            onPress={() => void refusal.run(() => commands.refuseNumber(request))}
          >
            {text('wrong-number.refuse')}
          </Button>
          <Button needs="link" onPress={ask}>
            {text('wrong-number.accept')}
          </Button>
        </div>
      ) : (
        <p className={styles.aside}>{text('wrong-number.wait')}</p>
      )}
      {refusal.state.kind === 'failed' && <ErrorLine error={refusal.state.error} />}
      <Suspense fallback={null}>
        {asking && (
          <ConfirmDialog
            title={text('wrong-number.accept.title', { number: isolateLtr(linked), name: isolate(tenant.name) })}
            consequences={[text('wrong-number.accept.connected'), text('wrong-number.accept.expected')]}
            confirm={text('wrong-number.accept.submit')}
            carryOut={() => commands.acceptNumber(request)}
            onClose={() => {
              setAsking(false);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
