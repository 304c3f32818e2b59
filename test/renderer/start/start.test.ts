import { screen } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { loadTexts } from '../../../renderer/start/load-texts.ts';
import { type Start, createStart } from '../../../renderer/start/show-start.ts';
import { type Language, languages } from '../../../shared/i18n/languages.ts';
import { type StartAnswer, type StartState, startAnswerSchema } from '../../../shared/ipc/start-contract.ts';
import { recoveryReasons, takesCode } from '../../../shared/start-rules.ts';

const user = userEvent.setup();
const texts = await loadTexts('en');
const passphrase = 'four words that fit';

let answers: StartAnswer[];
let start: Start;
beforeEach(() => {
  answers = [];
  document.body.innerHTML = '<main></main>';
  start = createStart(screen.getByRole('main'), loadTexts, (answer) => answers.push(startAnswerSchema.parse(answer)));
});
const show = (step: StartState['step'], language: Language = 'en') =>
  start.show({ language, dataFolder: '/home/staff/pairing', step });
const press = (name: string) => user.click(screen.getByRole('button', { name }));
const title = () => screen.getByRole('heading', { level: 1 }).textContent;

describe('the page in front of the console', () => {
  it('takes a new passphrase once it is long enough and typed twice', async () => {
    await show({ kind: 'choose' });
    const [first, second] = [screen.getByLabelText('New passphrase'), screen.getByLabelText('The same again')];
    expect([document.activeElement, first.getAttribute('type')]).toEqual([first, 'password']);
    await user.keyboard('eleven char{Enter}');
    expect(screen.getByText(texts['start.passphrase.short'])).toBeTruthy();
    expect(first.getAttribute('aria-invalid')).toBe('true');
    await user.clear(first);
    await user.type(first, passphrase);
    await user.type(second, `${passphrase}.{Enter}`);
    expect(screen.getByText(texts['start.passphrase.differ'])).toBeTruthy();
    expect(document.activeElement).toBe(second);
    expect(answers).toEqual([]);
    await user.clear(second);
    await user.type(second, `${passphrase}{Enter}`);
    expect(answers).toEqual([{ kind: 'new-passphrase', passphrase }]);
  });

  it('leaves the folder open only after a second press, and says what that means', async () => {
    await show({ kind: 'choose' });
    await press(texts['start.choose.open']);
    expect(screen.getByText(texts['start.open.copy'])).toBeTruthy();
    await press(texts['start.back']);
    expect([title(), answers]).toEqual([texts['start.choose.title'], []]);
    await press(texts['start.choose.open']);
    await press(texts['start.open.confirm']);
    expect(answers).toEqual([{ kind: 'leave-open' }]);
  });

  it('asks for the passphrase, says that one is wrong, and leads to the code', async () => {
    await show({ kind: 'passphrase' });
    await user.keyboard('x{Enter}');
    await show({ kind: 'passphrase', problem: { code: 'wrong-passphrase' } });
    const field = screen.getByLabelText(texts['start.passphrase']);
    expect([document.activeElement, field.getAttribute('aria-invalid')]).toEqual([field, 'true']);
    expect(screen.getByRole('status').textContent).toBe(texts['start.problem.wrong-passphrase']);
    await press(texts['start.unlock.forgotten']);
    expect(answers).toEqual([{ kind: 'passphrase', passphrase: 'x' }, { kind: 'forgotten' }]);
  });

  it('says why a folder does not open, and asks for the code where that helps', async () => {
    for (const reason of recoveryReasons) {
      await show({ kind: 'recover', reason });
      const said = screen.getByRole('alert').textContent;
      expect(said).toBe(`${texts[`start.recover.${reason}`]} ${texts['start.recover.untouched']}`);
      expect(screen.queryByLabelText(texts['start.recover.code']) !== null, reason).toBe(takesCode(reason));
      await press(texts[reason === 'forgotten' ? 'start.back' : 'start.again']);
      expect(answers.pop()).toEqual({ kind: 'try-again' });
    }
    await show({ kind: 'recover', reason: 'disk', problem: { code: 'storage-denied' } });
    expect(screen.getByText(texts['start.problem.storage-denied'])).toBeTruthy();
  });

  it('keeps the code that was typed, so that one character can be mended', async () => {
    await show({ kind: 'recover', reason: 'keyring-other' });
    await user.keyboard('ABCDE-{Enter}');
    expect(answers).toEqual([{ kind: 'recovery-code', code: 'ABCDE-' }]);
    await show({ kind: 'opening' });
    await show({ kind: 'recover', reason: 'keyring-other', problem: { code: 'code-mistyped', group: 3 } });
    expect(screen.getByText('Group 3 is mistyped.')).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>(texts['start.recover.code']).value).toBe('ABCDE-');
  });

  it('counts while everything is sealed, on one page', async () => {
    await show({ kind: 'opening' });
    expect(screen.getByRole('status').textContent).toBe(texts['start.opening']);
    await show({ kind: 'sealing', done: 0, total: 40 });
    const bar = screen.getByRole('progressbar');
    await show({ kind: 'sealing', done: 12, total: 40 });
    expect(screen.getByRole('progressbar')).toBe(bar);
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['12', '40']);
    expect(screen.getByText('12 of 40')).toBeTruthy();
  });

  it('draws the newest state only, whichever texts come first', async () => {
    let release: () => void = () => undefined;
    const slow = createStart(
      screen.getByRole('main'),
      async (language) => {
        if (language === 'he') await new Promise<void>((resolve) => (release = resolve));
        return loadTexts(language);
      },
      () => undefined,
    );
    const state = { dataFolder: '/x', step: { kind: 'choose' } } as const;
    const old = slow.show({ ...state, language: 'he' });
    await slow.show({ ...state, language: 'en' });
    release();
    await old;
    expect(document.documentElement.lang).toBe('en');
  });

  it.each(languages)('speaks $code, in its direction, with every value in its place', async ({ code, direction }) => {
    const own = await loadTexts(code);
    for (const [key, text] of Object.entries(own)) {
      const values = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(values(text), key).toEqual(values(texts[key as keyof typeof texts]));
    }
    await show({ kind: 'new-passphrase' }, code);
    await vi.waitFor(() => expect(title()).toBe(own['start.new.title']));
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual([code, direction]);
    expect(screen.getByText('/home/staff/pairing').dir).toBe('ltr');
  });
});
