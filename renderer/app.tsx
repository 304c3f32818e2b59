import { languageOf } from '../shared/i18n/language.ts';
import styles from './app.module.css';
import { usePracticeMark } from './features/practice/use-practice-mark.ts';
import { useTheme } from './features/settings/use-theme.ts';
import { LanguageProvider } from './i18n/language-provider.tsx';
import { useText } from './i18n/use-text.ts';
import { ServicesContext, useFreshness, usePreferences, useServices, type Services } from './state/services.ts';
import { Button } from './ui/button.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Workspace } from './workspace.tsx';

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

function Localised() {
  const { info, catalogues, systemLocales } = useServices();
  const { language, theme } = usePreferences();
  useTheme(theme);
  usePracticeMark(info?.practice ?? false);
  return (
    <LanguageProvider
      language={languageOf(language, systemLocales)}
      catalogues={catalogues}
      systemLocales={systemLocales}
    >
      <ErrorBoundary fallback={<Broken />}>
        <Contents />
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
