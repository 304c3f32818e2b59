import { screen } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { askPasskey } from '../../../renderer/ceremony/ask-passkey.ts';
import { type PasskeyTexts, loadTexts } from '../../../renderer/ceremony/load-texts.ts';
import { passkeyFailure } from '../../../renderer/ceremony/passkey-failure.ts';
import { showCeremony } from '../../../renderer/ceremony/show-ceremony.ts';
import { languages } from '../../../shared/i18n/languages.ts';
import {
  type CeremonyOutcome,
  type CeremonyTask,
  ceremonyOutcomeSchema,
} from '../../../shared/ipc/ceremony-contract.ts';

const task: CeremonyTask = {
  language: 'en',
  tenantName: 'הפרחים של רונית',
  practice: false,
  request: { challenge: 'AAAA==', allowCredentials: [{ id: 'BBBB=', type: 'public-key' }] },
  lifetimeMs: 300_000,
};
const texts = new Map<string, PasskeyTexts>();
for (const { code } of languages) texts.set(code, await loadTexts(code));
function textsIn(language: string): PasskeyTexts {
  const found = texts.get(language);
  if (found === undefined) throw new Error(`no texts in ${language}`);
  return found;
}
const user = userEvent.setup();

describe('the page', () => {
  let outcomes: CeremonyOutcome[];
  let asked: AbortSignal[];
  let answer: (outcome: CeremonyOutcome) => void;
  function show(change: Partial<CeremonyTask> = {}): void {
    document.body.innerHTML = '<main></main>';
    showCeremony(screen.getByRole('main'), {
      task: { ...task, ...change },
      texts: textsIn(change.language ?? task.language),
      ask(_task, signal) {
        asked.push(signal);
        return new Promise((resolve) => (answer = resolve));
      },
      finish: (outcome) => outcomes.push(outcome),
    });
  }
  beforeEach(() => {
    outcomes = [];
    asked = [];
  });

  it('says whose passkey is asked for, asks at once, and passes on what comes', async () => {
    show();
    expect(screen.getByRole('heading', { name: 'Confirm with the passkey' })).toBeTruthy();
    expect(screen.getByText('הפרחים של רונית').tagName).toBe('BDI');
    expect(asked).toHaveLength(1);
    answer({ kind: 'failed', reason: 'not-allowed' });
    await vi.waitFor(() => expect(outcomes).toEqual([{ kind: 'failed', reason: 'not-allowed' }]));
  });

  it.each(['button', 'Escape'])('stops the system’s question and says so once, by %s', async (by) => {
    show();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
    await (by === 'button' ? user.click(screen.getByRole('button')) : user.keyboard('{Escape}'));
    expect(asked[0]?.aborted).toBe(true);
    answer({ kind: 'failed', reason: 'timed-out' });
    await Promise.resolve();
    expect(outcomes).toEqual([{ kind: 'failed', reason: 'cancelled' }]);
  });

  it('asks nothing of the system in practice, and says what it is', async () => {
    show({ practice: true });
    expect(screen.getByText(/^Practice\./)).toBeTruthy();
    expect(document.documentElement.hasAttribute('data-practice')).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Use the pretend passkey' }));
    expect(asked).toEqual([]);
    expect(outcomes).toEqual([{ kind: 'stand-in' }]);
  });

  it('has no pretend passkey to offer on a real link', () => {
    show();
    expect(screen.getAllByRole('button')).toHaveLength(1);
    expect(document.documentElement.hasAttribute('data-practice')).toBe(false);
  });

  it.each(languages)('speaks $code, $direction', ({ code, direction }) => {
    show({ language: code });
    expect(document.documentElement.dir).toBe(direction);
    expect(document.documentElement.lang).toBe(code);
    expect(screen.getByRole('button', { name: textsIn(code)['ceremony.cancel'] })).toBeTruthy();
  });
});

describe('asking the system', () => {
  const json = {
    id: 'BBBB',
    rawId: 'BBBB',
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
  };
  class FakeCredential {
    static parseRequestOptionsFromJSON = vi.fn((options: unknown) => options);
    toJSON(): unknown {
      return json;
    }
  }
  const get = vi.fn<(options: unknown) => Promise<unknown>>();
  beforeEach(() => {
    vi.stubGlobal('PublicKeyCredential', FakeCredential);
    vi.stubGlobal('navigator', { credentials: { get } });
  });
  const { signal } = new AbortController();

  it('hands over the request for whatsapp.com, unpadded and for as long as it stands', async () => {
    get.mockResolvedValue(new FakeCredential());
    const outcome = await askPasskey(task, signal);
    expect(FakeCredential.parseRequestOptionsFromJSON).toHaveBeenCalledWith({
      rpId: 'whatsapp.com',
      challenge: 'AAAA',
      allowCredentials: [{ id: 'BBBB', type: 'public-key' }],
      timeout: 300_000,
    });
    expect(get).toHaveBeenCalledWith(expect.objectContaining({ signal }));
    expect(ceremonyOutcomeSchema.parse(outcome)).toEqual({ kind: 'asserted', assertion: json });
  });

  it('says why there is nothing', async () => {
    get.mockRejectedValue(new DOMException('', 'SecurityError'));
    expect(await askPasskey(task, signal)).toEqual({ kind: 'failed', reason: 'unsupported' });
    get.mockResolvedValue(null);
    expect(await askPasskey(task, signal)).toEqual({ kind: 'failed', reason: 'no-authenticator' });
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await askPasskey(task, signal)).toEqual({ kind: 'failed', reason: 'unsupported' });
  });
});

it.each([
  ['AbortError', 5_000, 'cancelled'],
  ['TimeoutError', 5_000, 'timed-out'],
  ['NotAllowedError', 60_000, 'timed-out'],
  ['NotAllowedError', 59_700, 'timed-out'],
  ['NotAllowedError', 5_000, 'not-allowed'],
  ['NotAllowedError', 30, 'no-authenticator'],
  ['NotSupportedError', 5_000, 'unsupported'],
  ['TypeError', 5_000, 'unsupported'],
])('%s after %i ms of sixty seconds is %s', (name, elapsedMs, reason) => {
  expect(passkeyFailure({ name, elapsedMs, lifetimeMs: 60_000 })).toBe(reason);
});
