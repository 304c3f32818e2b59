import { createRoot } from 'react-dom/client';

import { App } from '../../../renderer/app.tsx';
import { createCatalogues } from '../../../renderer/i18n/catalogues.ts';
import { createConsoleStore } from '../../../renderer/state/console-store.ts';
import { createOperatorsStore } from '../../../renderer/state/operators-store.ts';
import { createPreferencesStore } from '../../../renderer/state/preferences-store.ts';
import '../../../renderer/styles/base.css';
import { languageOf } from '../../../shared/i18n/language.ts';
import type { Role } from '../../../shared/operator-rules.ts';
import { preferencesSchema } from '../../../shared/preferences.ts';
import { type FakeConsole, createFakeConsole } from '../../support/fake-console.ts';
import { crawl } from './crawl.ts';
import { signedInAs } from './operator-scenes.ts';
import { plainPages, showPlainPage } from './plain-pages.ts';
import { scenesAt } from './scenes.ts';

const place = document.getElementById('root') ?? document.body;
const catalogues = createCatalogues();
let root = createRoot(place);
let leavePlainPage: (() => void) | undefined;

/** Shows a page that React does not draw. */
async function showPlain(name: string, look: unknown): Promise<boolean> {
  leavePlainPage?.();
  leavePlainPage = undefined;
  const page = plainPages[name];
  if (page === undefined) return false;
  const { language, theme } = preferencesSchema.pick({ language: true, theme: true }).parse(look);
  root.unmount();
  root = createRoot(place);
  document.documentElement.dataset.theme = theme;
  leavePlainPage = await showPlainPage(page, place, languageOf(language, navigator.languages));
  return true;
}

/** Shows a scene from its beginning: nothing of the one before is left. */
async function showScene(name: string, look: unknown, role?: Role): Promise<FakeConsole> {
  const scene = scenesAt(Date.now())[name];
  if (scene === undefined) throw new Error('no such scene');
  const fake = createFakeConsole({
    ...scene,
    ...(role === undefined ? {} : { operators: signedInAs(role) }),
    preferences: preferencesSchema.pick({ language: true, theme: true }).parse(look),
  });
  const store = createConsoleStore(fake.client.console);
  const preferences = createPreferencesStore(fake.client.preferences);
  const operators = createOperatorsStore(fake.client.operators);
  await Promise.all([preferences.load(), operators.load()]);
  await catalogues.of(languageOf(preferences.read().language, navigator.languages));
  const info = await fake.client.app.info();
  // For the tests that drive this page: the fake's state can be changed from outside.
  Object.assign(window, { fake });
  root.unmount();
  root = createRoot(place);
  root.render(
    <App
      services={{
        console: fake.client,
        store,
        preferences,
        operators,
        info: info.ok ? info.value : undefined,
        catalogues,
        systemLocales: navigator.languages,
      }}
    />,
  );
  return fake;
}

const start = (scene: string, role: Role) => showScene(scene, { language: 'en', theme: 'light' }, role);
async function show(name: string, look: unknown): Promise<void> {
  if (!(await showPlain(name, look))) await showScene(name, look);
}
Object.assign(window, {
  showScene: show,
  crawl: (role: Role) => crawl(Object.keys(scenesAt(Date.now())), role, start),
});
// ?scene=awaiting-scan&language=he&theme=dark
const query = new URLSearchParams(window.location.search);
await show(query.get('scene') ?? 'awaiting-scan', {
  language: query.get('language') ?? 'en',
  theme: query.get('theme') ?? 'light',
});
