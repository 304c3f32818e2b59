import { directionOf } from '../../shared/i18n/language.ts';
import type { Language } from '../../shared/i18n/languages.ts';
import type { StartAnswer, StartProblem, StartState } from '../../shared/ipc/start-contract.ts';
import { shortestPassphrase, takesCode } from '../../shared/start-rules.ts';
import { type Field, button, element, field } from './elements.ts';
import type { StartTexts } from './load-texts.ts';

/** The page in front of the console. */
export interface Start {
  /** Draws a step in the place of the one before. */
  readonly show: (state: StartState) => Promise<void>;
}

type Step = StartState['step'];
type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

/** It is drawn before anything of the console is there, so it is a separate page without a framework. */
export function createStart(
  main: HTMLElement,
  loadTexts: (language: Language) => Promise<StartTexts>,
  answer: (answer: StartAnswer) => void,
): Start {
  let texts: StartTexts;
  let folder = '';
  /** The recovery code as it was typed last: who mistyped one character mends one. */
  let typed = '';
  let drawn: Step['kind'] | undefined;
  /** The newest state that was given; an older one may still wait for its texts. */
  let newest: StartState | undefined;

  function draw(title: string, ...parts: readonly (Node | string)[]): void {
    const heading = element('h1', title);
    const where = element('p', `${texts['start.folder']}: `, 'folder');
    const path = element('bdi', folder);
    path.dir = 'ltr';
    where.append(path);
    main.className = 'start';
    main.replaceChildren(heading, ...parts, where);
  }

  function form(send: () => void, ...parts: readonly Node[]): HTMLFormElement {
    const made = element('form');
    made.noValidate = true;
    made.append(...parts);
    made.addEventListener('submit', (event) => {
      event.preventDefault();
      send();
    });
    return made;
  }

  function buttons(...each: readonly HTMLButtonElement[]): HTMLElement {
    const row = element('div', '', 'buttons');
    row.append(...each);
    return row;
  }

  /** A new passphrase, twice. */
  function newPassphrase(submit: string, problem: StartProblem | undefined, ...others: HTMLButtonElement[]) {
    const first = field({
      id: 'passphrase',
      label: texts['start.passphrase.new'],
      hint: texts['start.passphrase.hint'],
      secret: true,
    });
    const second = field({ id: 'again', label: texts['start.passphrase.again'], secret: true });
    function send(): void {
      const passphrase = first.input.value;
      const isShort = passphrase.length < shortestPassphrase;
      first.refuse(isShort ? texts['start.passphrase.short'] : undefined);
      const differs = !isShort && second.input.value !== passphrase;
      second.refuse(differs ? texts['start.passphrase.differ'] : undefined);
      if (!isShort && !differs) answer({ kind: 'new-passphrase', passphrase });
    }
    const made = form(send, first.whole, second.whole, buttons(...others, button(submit, { look: 'primary' })));
    return { made, begin: () => begin(first, problem) };
  }

  function begin(first: Field, problem: StartProblem | undefined): void {
    first.refuse(problem && wordsOf(problem));
    first.input.focus();
  }

  function wordsOf(problem: StartProblem): string {
    const words = texts[`start.problem.${problem.code}`];
    return problem.code === 'code-mistyped' ? words.replace('{group}', String(problem.group)) : words;
  }

  function choose({ problem }: StepOf<'choose'>): void {
    const open = button(texts['start.choose.open'], { press: askToLeaveOpen });
    const { made, begin } = newPassphrase(texts['start.choose.submit'], problem, open);
    draw(texts['start.choose.title'], element('p', texts['start.choose.lead']), made);
    begin();
  }

  function askToLeaveOpen(): void {
    const consequences = element('ul');
    for (const key of ['start.open.copy', 'start.open.notice'] as const) consequences.append(element('li', texts[key]));
    const back = button(texts['start.back'], { press: () => choose({ kind: 'choose' }) });
    draw(
      texts['start.open.title'],
      consequences,
      buttons(
        back,
        button(texts['start.open.confirm'], { look: 'danger', press: () => answer({ kind: 'leave-open' }) }),
      ),
    );
    back.focus();
  }

  function unlock({ problem }: StepOf<'passphrase'>): void {
    const only = field({ id: 'passphrase', label: texts['start.passphrase'], secret: true });
    const made = form(
      () => answer({ kind: 'passphrase', passphrase: only.input.value }),
      only.whole,
      buttons(
        button(texts['start.unlock.forgotten'], { press: () => answer({ kind: 'forgotten' }) }),
        button(texts['start.unlock.submit'], { look: 'primary' }),
      ),
    );
    draw(texts['start.unlock.title'], element('p', texts['start.unlock.lead']), made);
    begin(only, problem);
  }

  function recover({ reason, problem }: StepOf<'recover'>): void {
    const why = element('p', `${texts[`start.recover.${reason}`]} ${texts['start.recover.untouched']}`, 'why');
    why.setAttribute('role', 'alert');
    const again = button(texts[reason === 'forgotten' ? 'start.back' : 'start.again'], {
      press: () => answer({ kind: 'try-again' }),
    });
    if (!takesCode(reason)) {
      again.dataset.look = 'primary';
      const refused = problem === undefined ? [] : [element('p', wordsOf(problem))];
      draw(texts['start.recover.title'], why, ...refused, buttons(again));
      again.focus();
      return;
    }
    const code = field({
      id: 'code',
      label: texts['start.recover.code'],
      hint: texts['start.recover.code.hint'],
      secret: false,
    });
    const made = form(
      () => {
        typed = code.input.value;
        answer({ kind: 'recovery-code', code: typed });
      },
      code.whole,
      element('p', texts['start.recover.then'], 'note'),
      buttons(again, button(texts['start.recover.submit'], { look: 'primary' })),
    );
    code.input.value = typed;
    draw(texts['start.recover.title'], why, made);
    begin(code, problem);
  }

  function newOpener({ problem }: StepOf<'new-passphrase'>): void {
    const { made, begin } = newPassphrase(texts['start.new.submit'], problem);
    draw(texts['start.new.title'], element('p', texts['start.new.lead']), made);
    begin();
  }

  /** The same elements for every tenant that is done: what reads the page aloud is told of a change, not of a new page. */
  function work(step: StepOf<'opening' | 'sealing'>): void {
    if (step.kind === 'opening') {
      const waiting = element('p', texts['start.opening']);
      waiting.setAttribute('role', 'status');
      draw('', waiting);
      main.dataset.busy = '';
      return;
    }
    if (drawn !== 'sealing') {
      const bar = element('progress');
      bar.setAttribute('aria-label', texts['start.sealing']);
      draw(texts['start.sealing'], element('p', texts['start.sealing.detail']), bar, element('p', '', 'count'));
    }
    const { done, total } = step;
    const bar = main.querySelector('progress');
    if (bar !== null) {
      bar.max = Math.max(total, 1);
      bar.value = done;
    }
    const count = texts['start.sealing.count'].replace('{done}', String(done)).replace('{total}', String(total));
    main.querySelector('.count')?.replaceChildren(count);
  }

  return {
    async show(state) {
      newest = state;
      const loaded = await loadTexts(state.language);
      if (newest !== state) return;
      texts = loaded;
      folder = state.dataFolder;
      const root = document.documentElement;
      root.lang = state.language;
      root.dir = directionOf(state.language);
      delete main.dataset.busy;
      const { step } = state;
      switch (step.kind) {
        case 'choose':
          choose(step);
          break;
        case 'passphrase':
          unlock(step);
          break;
        case 'recover':
          recover(step);
          break;
        case 'new-passphrase':
          newOpener(step);
          break;
        case 'opening':
        case 'sealing':
          work(step);
          break;
      }
      drawn = step.kind;
    },
  };
}
