import { directionOf } from '../../shared/i18n/language.ts';
import type { CeremonyOutcome, CeremonyTask } from '../../shared/ipc/ceremony-contract.ts';
import type { PasskeyTexts } from './load-texts.ts';

interface CeremonyParts {
  readonly task: CeremonyTask;
  /** In the language of the task. */
  readonly texts: PasskeyTexts;
  /** Asks the system; must not be called in practice. */
  readonly ask: (task: CeremonyTask, signal: AbortSignal) => Promise<CeremonyOutcome>;
  /** Called once. */
  readonly finish: (outcome: CeremonyOutcome) => void;
}

/**
 * Draws the page at WhatsApp's address and asks for the passkey at once. It is a separate page with as little in it as can
 * be: no framework, and nothing of the console but one answer.
 */
export function showCeremony(main: HTMLElement, { task, texts, ask, finish }: CeremonyParts): void {
  const controller = new AbortController();
  let finished = false;
  const end = (outcome: CeremonyOutcome): void => {
    if (finished) return;
    finished = true;
    finish(outcome);
  };
  const cancel = (): void => {
    controller.abort();
    end({ kind: 'failed', reason: 'cancelled' });
  };

  const root = document.documentElement;
  root.lang = task.language;
  root.dir = directionOf(task.language);
  root.toggleAttribute('data-practice', task.practice);
  document.title = texts['ceremony.title'];

  const tenant = element('bdi', task.tenantName);
  const buttons = element('div', '', 'buttons');
  const cancelButton = button(texts['ceremony.cancel'], cancel);
  const name = element('p', '', 'tenant');
  name.append(tenant);
  main.className = 'ceremony';
  main.replaceChildren(element('h1', texts['ceremony.title']), name);

  if (task.practice) {
    const standIn = button(texts['ceremony.stand-in'], () => end({ kind: 'stand-in' }));
    standIn.dataset.look = 'primary';
    buttons.append(standIn, cancelButton);
    main.append(element('p', texts['ceremony.practice'], 'practice'), buttons);
    standIn.focus();
  } else {
    const waiting = element('p', texts['ceremony.waiting'], 'waiting');
    waiting.setAttribute('role', 'status');
    buttons.append(cancelButton);
    main.append(element('p', texts['ceremony.lead']), waiting, buttons);
    cancelButton.focus();
    void ask(task, controller.signal).then(end);
  }
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') cancel();
  });
}

function element(tag: 'h1' | 'p' | 'div' | 'bdi', text: string, name = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name !== '') made.className = name;
  return made;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}
