import { IdCard, QrCode, ShieldCheck } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { PracticeButton } from '../practice/practice-button.tsx';
import styles from './welcome.module.css';

const steps = [
  { name: 'add', Shape: IdCard },
  { name: 'scan', Shape: QrCode },
  { name: 'proof', Shape: ShieldCheck },
] as const;

interface WelcomeProps {
  readonly onAdd: () => void;
  readonly onImport: () => void;
}

/** The first start: what this is for, and the two ways to begin. In the practice window, what to do there. */
export function Welcome({ onAdd, onImport }: WelcomeProps) {
  const text = useText();
  const { info } = useServices();
  const practising = info?.practice ?? false;
  return (
    <article className={styles.welcome}>
      <header>
        <h1 className={styles.title}>{text(practising ? 'welcome.practice.title' : 'welcome.title')}</h1>
        <p className={styles.lead}>{text(practising ? 'welcome.practice.lead' : 'welcome.lead')}</p>
      </header>
      <ol className={styles.steps}>
        {steps.map(({ name, Shape }) => (
          <li key={name} className={styles.step}>
            <Shape size={24} strokeWidth={1.7} aria-hidden />
            <div>
              <h2>{text(`welcome.step.${name}.title`)}</h2>
              <p className={styles.detail}>{text(`welcome.step.${name}.detail`)}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className={styles.ways}>
        <Button needs="link" look="primary" onPress={onAdd}>
          {text('tenants.add')}
        </Button>
        {!practising && (
          <>
            <PracticeButton label="welcome.practise" look="plain" />
            <Button needs="link" look="quiet" onPress={onImport}>
              {text('import.open')}
            </Button>
          </>
        )}
      </div>
      {!practising && <p className={styles.detail}>{text('welcome.practise.detail')}</p>}
    </article>
  );
}
