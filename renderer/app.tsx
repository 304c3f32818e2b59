import { lazy, Suspense, useEffect, useRef } from 'react';

import { languageOf } from '../shared/i18n/language.ts';
import styles from './app.module.css';
import { usePracticeMark } from './features/practice/use-practice-mark.ts';
import { useTheme } from './features/settings/use-theme.ts';
import { LanguageProvider } from './i18n/language-provider.tsx';
import { useText } from './i18n/use-text.ts';
import { rightsOf } from './state/operators-store.ts';
import { RightsContext } from './state/rights.ts';
import {
  ServicesContext,
  useFreshness,
  useOperators,
  usePreferences,
  useServices,
  type Services,
} from './state/services.ts';
import { Button } from './ui/button.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Workspace } from './workspace.tsx';

const LockPage = lazy(async () => ({ default: (await import('./features/operators/lock-page.tsx')).LockPage }));

function Broken() {
  const text = useText();
  return (
    <main className={styles.alone}>
      <h1>{text('app.broken.title')}</h1>
      <p>{text('app.broken.detail')}</p>
      <Button
        look="primary"
        onPress={() => {
          window.location.reload();
        }}
      >
        {text('app.broken.reload')}
      </Button>
    </main>
  );
}

function Contents() {
  const text = useText();
  const { store } = useServices();
  switch (useFreshness()) {
    case 'loading':
      return <main className={styles.alone}>{text('app.loading')}</main>;
    case 'unreachable':
      return (
        <main className={styles.alone}>
          <p role="alert">{text('app.unreachable')}</p>
          <Button onPress={() => void store.refresh()}>{text('app.retry')}</Button>
        </main>
      );
    case 'current':
    case 'stale':
      return <Workspace />;
  }
}

/** Nothing of the console is drawn, or kept, while the window is locked. */
function Gate() {
  const { store } = useServices();
  const state = useOperators();
  const isShut = state.kind === 'locked' || state.kind === 'unreadable' || state.kind === 'required';
  const wasShut = useRef(false);
  useEffect(() => {
    if (isShut) store.forget();
    else if (wasShut.current) void store.refresh();
    wasShut.current = isShut;
  }, [isShut, store]);
  if (!isShut) return <Contents />;
  return (
    <Suspense fallback={null}>
      <LockPage state={state} />
    </Suspense>
  );
}

function Localised() {
  const { info, catalogues, systemLocales } = useServices();
  const { language, theme } = usePreferences();
  const operators = useOperators();
  useTheme(theme);
  usePracticeMark(info?.practice ?? false);
  return (
    <LanguageProvider
      language={languageOf(language, systemLocales)}
      catalogues={catalogues}
      systemLocales={systemLocales}
    >
      <ErrorBoundary fallback={<Broken />}>
        <RightsContext value={rightsOf(operators)}>
          <Gate />
        </RightsContext>
      </ErrorBoundary>
    </LanguageProvider>
  );
}

export function App({ services }: { readonly services: Services }) {
  return (
    <ServicesContext value={services}>
      <Localised />
    </ServicesContext>
  );
}
