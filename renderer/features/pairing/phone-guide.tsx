import { type PhoneKind, phoneKinds } from '../../../shared/diagnosis.ts';
import { useText } from '../../i18n/use-text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './phone-guide.module.css';
import { PhonePicture } from './phone-picture.tsx';

const steps = { scan: ['menu', 'devices', 'scan'], code: ['menu', 'devices', 'code'] } as const;

interface PhoneGuideProps {
  /** What is on screen: a QR to scan, or a code to type in. */
  readonly way: 'scan' | 'code';
  readonly phone: PhoneKind;
  readonly onPhone: (phone: PhoneKind) => void;
}

/** Where to tap on the customer's phone, step by step, for the phone at hand. */
export function PhoneGuide({ way, phone, onPhone }: PhoneGuideProps) {
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
        {steps[way].map((step) => (
          <li key={step} className={styles.step}>
            <PhonePicture phone={phone} step={step} />
            <p>{text(step === 'scan' || step === 'code' ? `guide.${step}` : `guide.${phone}.${step}`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
