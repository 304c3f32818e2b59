import { createRoot } from 'react-dom/client';

import { languageOf } from '../shared/i18n/language.ts';
import { languages } from '../shared/i18n/languages.ts';
import { App } from './app.tsx';
import { createCatalogues } from './i18n/catalogues.ts';
import { createConsoleStore } from './state/console-store.ts';
import { createOperatorsStore } from './state/operators-store.ts';
import { createPreferencesStore } from './state/preferences-store.ts';
import './styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const bridge = window.pairingConsole;
const store = createConsoleStore(bridge.console);
const preferences = createPreferencesStore(bridge.preferences);
const operators = createOperatorsStore(bridge.operators);

// Language, colours, the lock and whether this is practice come first, so that nothing is drawn in the wrong ones. If they cannot
// be read, the system's hold; the main process tells the operator about a damaged file by a notice.
const [, , info] = await Promise.all([preferences.load(), operators.load(), bridge.app.info()]);
const catalogues = createCatalogues();
const systemLocales = navigator.languages;
const language = languageOf(preferences.read().language, systemLocales);
// With the files of its script there before the first line is laid out, no line is blank for a frame.
const letters = languages.find(({ code }) => code === language)?.name;
await Promise.all([
  catalogues.of(language),
  document.fonts.load('1em Rubik', `a${letters ?? ''}`).catch((error: unknown) => reportError(error)),
]);

createRoot(root).render(
  <App
    services={{
      console: bridge,
      store,
      preferences,
      operators,
      info: info.ok ? info.value : undefined,
      catalogues,
      systemLocales,
    }}
  />,
);
