import ceremonyCss from '../../../renderer/ceremony/ceremony.css?inline';
import { loadTexts as passkeyTexts } from '../../../renderer/ceremony/load-texts.ts';
import { showCeremony } from '../../../renderer/ceremony/show-ceremony.ts';
import displayCss from '../../../renderer/display/display.css?inline';
import { loadTexts as displayTexts } from '../../../renderer/display/load-texts.ts';
import { createDisplay } from '../../../renderer/display/show-display.ts';
import { loadTexts as startTexts } from '../../../renderer/start/load-texts.ts';
import { createStart } from '../../../renderer/start/show-start.ts';
import startCss from '../../../renderer/start/start.css?inline';
import type { Language } from '../../../shared/i18n/languages.ts';
import type { StartState } from '../../../shared/ipc/start-contract.ts';

/** A window without React, as one picture of it. */
export interface PlainPage {
  /** Of its element, as in its own HTML file. */
  readonly id: 'start' | 'ceremony' | 'display';
  readonly css: string;
  readonly show: (main: HTMLElement, language: Language) => Promise<void>;
}

const qrText = `https://wa.me/settings/linked_devices#2@${'gallery0'.repeat(18)},${'A'.repeat(44)},${'B'.repeat(44)},1`;
const never = new Promise<never>(() => undefined);

function start(step: StartState['step']): PlainPage {
  return {
    id: 'start',
    css: startCss,
    show: (main, language) =>
      createStart(main, startTexts, () => undefined).show({
        language,
        dataFolder: '/home/desk/.config/Pairing Console',
        step,
      }),
  };
}

function ceremony(practice: boolean): PlainPage {
  return {
    id: 'ceremony',
    css: ceremonyCss,
    async show(main, language) {
      const task = { language, tenantName: 'הפרחים של רונית', practice, request: { challenge: '' }, lifetimeMs: 0 };
      showCeremony(main, { task, texts: await passkeyTexts(language), ask: () => never, finish: () => undefined });
    },
  };
}

/** The customers' display with so many places; the second one has just been linked, and the third waits for its code. */
function display(places: number): PlainPage {
  return {
    id: 'display',
    css: displayCss,
    async show(main, language) {
      const { show } = createDisplay(main, displayTexts);
      const qr = { text: qrText, issuedAt: 0, expiresAt: 1 };
      for (const linked of [0, 1]) {
        const tiles = Array.from({ length: places }, (_, place) => ({
          place,
          done: place === 1 ? linked : 0,
          ...(place !== 2 && { qr }),
        }));
        await show({ language, way: 'wall', tiles });
      }
    },
  };
}

/** The passkey's window, the customers' display, and the page in front of the console. */
export const plainPages: Readonly<Record<string, PlainPage>> = {
  'start-choose': start({ kind: 'choose' }),
  'start-passphrase': start({ kind: 'passphrase', problem: { code: 'wrong-passphrase' } }),
  'start-recover': start({ kind: 'recover', reason: 'keyring-other', problem: { code: 'code-mistyped', group: 3 } }),
  'start-sealing': start({ kind: 'sealing', done: 12, total: 40 }),
  ceremony: ceremony(false),
  'ceremony-practice': ceremony(true),
  'display-waiting': display(0),
  'display-4': display(4),
};

/** Puts the page into an empty place, with its own styles; the answer takes both away again. */
export async function showPlainPage(page: PlainPage, place: HTMLElement, language: Language): Promise<() => void> {
  const style = document.createElement('style');
  style.textContent = page.css;
  const main = document.createElement('main');
  main.id = page.id;
  document.head.append(style);
  place.append(main);
  document.documentElement.removeAttribute('data-practice');
  await page.show(main, language);
  return () => {
    style.remove();
    main.remove();
  };
}
