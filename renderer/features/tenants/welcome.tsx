import { IdCard, QrCode, ShieldCheck } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import styles from './welcome.module.css';

const steps = [
  { name: 'add', Shape: IdCard },
  { name: 'scan', Shape: QrCode },
  { name: 'proof', Shape: ShieldCheck },
] as const;

/** The first start: what this is for, and the one thing to do. */
export function Welcome({ onAdd }: { readonly onAdd: () => void }) {
  const text = useText();
  return (
    <article className={styles.welcome}>
      <header>
        <h1 className={styles.title}>{text('welcome.title')}</h1>
        <p className={styles.lead}>{text('welcome.lead')}</p>
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
      <div>
        <Button look="primary" onPress={onAdd}>
          {text('tenants.add')}
        </Button>
      </div>
    </article>
  );
}
