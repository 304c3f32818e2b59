import type { Explanation } from '../../../shared/journal.ts';
import { useText } from '../../i18n/use-text.ts';
import styles from './phone-diagnosis.module.css';
import { ScreenPicture } from './screen-picture.tsx';
import { SuspectList } from './suspect-list.tsx';

/** What the phone showed, and what follows from it together with what the console saw. */
export function PhoneDiagnosis({ explanation }: { readonly explanation: Explanation }) {
  const text = useText();
  const { kind, screen, suspects, confidence } = explanation;
  return (
    <div className={styles.diagnosis}>
      <div className={styles.said}>
        <ScreenPicture screen={screen} phone={kind} />
        <p>
          <span className={styles.name}>{text('phone.said')}</span>
          {text(`phone.screen.${screen}`)}
        </p>
      </div>
      <SuspectList suspects={suspects} />
      <p className={styles.name}>{text(`phone.confidence.${confidence}`)}</p>
    </div>
  );
}
