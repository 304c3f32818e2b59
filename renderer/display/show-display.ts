import { directionOf } from '../../shared/i18n/language.ts';
import { type Language, languages } from '../../shared/i18n/languages.ts';
import type { DisplayState, DisplayTile } from '../../shared/ipc/display-contract.ts';
import { qrPath } from '../features/pairing/qr-path.ts';
import type { DisplayTexts } from './load-texts.ts';

/** How long a proven link is shown, in ms. */
const doneMs = 2_500;
const svg = 'http://www.w3.org/2000/svg';

/** The taps to do; of the first there is one for each kind of phone. */
const steps = [
  [
    { heading: 'guide.android', tap: 'guide.android.menu' },
    { heading: 'guide.iphone', tap: 'guide.iphone.menu' },
  ],
  [{ tap: 'guide.android.devices' }],
  [{ tap: 'guide.scan' }],
] as const;

export interface Display {
  readonly show: (state: DisplayState) => Promise<void>;
}

/** The page for customers: the codes, the taps to do, and a choice of languages. No framework, and nothing but these. */
export function createDisplay(main: HTMLElement, load: (language: Language) => Promise<DisplayTexts>): Display {
  let chosen: Language | undefined;
  let latest: DisplayState | undefined;
  let texts: { readonly language: Language; readonly of: DisplayTexts } | undefined;
  let way: DisplayState['way'] | undefined;
  /** How many links each place had shown when it was drawn last. */
  const done = new Map<number, number>();
  const green = new Set<number>();

  async function draw(): Promise<void> {
    if (latest === undefined) return;
    const language = chosen ?? latest.language;
    if (texts?.language !== language) texts = { language, of: await load(language) };
    // Another state may have come while the texts were on their way.
    const state = latest;
    if (state.way !== way) {
      way = state.way;
      done.clear();
      green.clear();
    }
    for (const tile of state.tiles) noteDone(tile);
    const root = document.documentElement;
    root.lang = language;
    root.dir = directionOf(language);
    document.title = texts.of['wall.display.title'];
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.lang : '';
    main.replaceChildren(head(texts.of, language), codes(state, texts.of), guide(texts.of));
    main.querySelector<HTMLElement>(`button[lang="${focused}"]`)?.focus();
  }

  function noteDone({ place, done: count }: DisplayTile): void {
    const before = done.get(place);
    done.set(place, count);
    if (before === undefined || count <= before) return;
    green.add(place);
    setTimeout(() => {
      green.delete(place);
      void draw();
    }, doneMs);
  }

  function head(of: DisplayTexts, language: Language): HTMLElement {
    const header = element('header', '', 'head');
    const choice = element('div', '', 'languages');
    choice.setAttribute('role', 'group');
    choice.setAttribute('aria-label', of['wall.display.language']);
    for (const { code, name, direction } of languages) {
      const button = document.createElement('button');
      button.type = 'button';
      button.lang = code;
      button.dir = direction;
      button.textContent = name;
      button.setAttribute('aria-pressed', String(code === language));
      button.addEventListener('click', () => {
        chosen = code;
        void draw();
      });
      choice.append(button);
    }
    header.append(element('h1', of['wall.display.title']), choice);
    return header;
  }

  function codes({ tiles }: DisplayState, of: DisplayTexts): HTMLElement {
    const list = element('ul', '', 'codes');
    list.dataset.count = String(tiles.length);
    if (tiles.length === 0) list.append(element('li', of['wall.display.wait'], 'wait alone'));
    for (const tile of tiles) list.append(tileElement(tile, of, tiles.length > 1 ? String(tile.place + 1) : undefined));
    return list;
  }

  function tileElement({ place, qr }: DisplayTile, of: DisplayTexts, number?: string): HTMLElement {
    const item = element('li', '', 'tile');
    // As on the wall of the staff, who say it.
    if (number !== undefined) item.append(element('span', number, 'place'));
    if (green.has(place)) {
      item.dataset.done = 'true';
      const done = element('p', `✓ ${of['wall.display.done']}`, 'done');
      done.setAttribute('role', 'status');
      item.append(done);
      return item;
    }
    if (qr === undefined) {
      item.append(element('p', of['wall.display.wait'], 'wait'));
      return item;
    }
    const { size, path } = qrPath(qr.text);
    const picture = document.createElementNS(svg, 'svg');
    picture.setAttribute('viewBox', `0 0 ${String(size)} ${String(size)}`);
    picture.setAttribute('shape-rendering', 'crispEdges');
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', of['qr.label']);
    picture.style.setProperty('--modules', String(size));
    const modules = document.createElementNS(svg, 'path');
    modules.setAttribute('d', path);
    picture.append(modules);
    item.append(picture);
    return item;
  }

  function guide(of: DisplayTexts): HTMLElement {
    const list = element('ol', '', 'steps');
    list.setAttribute('aria-label', of['guide.title']);
    for (const ways of steps) {
      const item = element('li', '', 'step');
      for (const way of ways) {
        const line = element('p', '');
        if ('heading' in way) line.append(element('strong', of[way.heading]), ' ');
        line.append(of[way.tap]);
        item.append(line);
      }
      list.append(item);
    }
    return list;
  }

  return {
    show(state) {
      latest = state;
      return draw();
    },
  };
}

function element(tag: string, text: string, name = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name !== '') made.className = name;
  return made;
}
