import { useText } from '../../i18n/use-text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './phone-guide.module.css';
import { PhonePicture } from './phone-picture.tsx';

export const phoneKinds = ['android', 'iphone'] as const;
export type PhoneKind = (typeof phoneKinds)[number];

const steps = ['menu', 'devices', 'scan'] as const;

interface PhoneGuideProps {
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
}

/** Where to tap on the customer's phone, step by step, for the phone at hand. */
export function PhoneGuide({ phone, onPhone }: PhoneGuideProps) {
  const text = useText();
  return (
    <section className={styles.guide} aria-label={text('guide.title')}>
      <Segmented
        label={text('guide.title')}
        value={phone}
        options={phoneKinds.map((kind) => ({ value: kind, label: text(`guide.${kind}`) }))}
        onChange={onPhone}
      />
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li key={step} className={styles.step}>
            <PhonePicture phone={phone} step={step} />
            <p>{text(step === 'scan' ? 'guide.scan' : `guide.${phone}.${step}`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
