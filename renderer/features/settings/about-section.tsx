import { lazy, startTransition, Suspense, useState } from 'react';

import type { AppInfo } from '../../../shared/app.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { Section } from '../../ui/section.tsx';
import styles from './about-section.module.css';

const LicenceDialog = lazy(async () => ({ default: (await import('./licence-dialog.tsx')).LicenceDialog }));

const parts = ['version', 'electron', 'chromium', 'node'] as const;

interface AboutSectionProps {
  readonly info: AppInfo | undefined;
  readonly onShowShortcuts: () => void;
  readonly onShowWelcome: () => void;
}

/** Which program this is, for a report. */
export function AboutSection({ info, onShowShortcuts, onShowWelcome }: AboutSectionProps) {
  const text = useText();
  const [licencesShown, setLicencesShown] = useState(false);
  return (
    <Section title={text('settings.about')}>
      {info !== undefined && (
        <dl className={styles.facts}>
          {parts.map((part) => (
            <div key={part}>
              <dt>{text(`settings.about.${part}`)}</dt>
              <dd>
                <Ltr>{info[part]}</Ltr>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className={styles.buttons}>
        <Button onPress={onShowWelcome}>{text('welcome.open')}</Button>
        <Button onPress={onShowShortcuts}>{text('shortcuts.title')}</Button>
        <Button
          onPress={() => {
            startTransition(() => {
              setLicencesShown(true);
            });
          }}
        >
          {text('licences.title')}
        </Button>
      </div>
      <Suspense fallback={null}>{licencesShown && <LicenceDialog onClose={() => setLicencesShown(false)} />}</Suspense>
    </Section>
  );
}
