import { beforeEach, expect, it } from 'vitest';

import { type CeremonyPurpose, createCeremonies } from '../../../electron/window/ceremonies.ts';
import type { CeremonyOutcome } from '../../../shared/ipc/ceremony-contract.ts';
import type { PasskeyAssertion, PasskeyRequest } from '../../../shared/passkey.ts';
import { err, ok } from '../../../shared/result.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';
import { createFakeClock, settle } from '../../support/fake-clock.ts';
import { viewOf } from '../../support/tenant-views.ts';

const id = tenantIdSchema.parse('flowers');
const request: PasskeyRequest = { challenge: 'AAAA' };
const bytes = { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' };
const assertion: PasskeyAssertion = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: bytes };

const clock = createFakeClock();
const waiting = { phase: 'awaiting-passkey', passkey: { expiresAt: clock.now() + 300_000 } } as const;

let session: Partial<SessionSnapshot>;
let opened: CeremonyPurpose[];
let seen: string[];
let answers: PasskeyAssertion[];
let finish: (outcome: CeremonyOutcome) => void;

function ceremoniesWith(standIn?: (asked: PasskeyRequest) => PasskeyAssertion) {
  return createCeremonies({
    registry: {
      view: () => viewOf('flowers', session, 'Flowers'),
      passkeyRequest: () => (session.phase === 'awaiting-passkey' ? request : undefined),
      answerPasskey(_tenantId, given) {
        answers.push(given);
        return Promise.resolve(answers.length === 1 ? ok({}) : err({ code: 'passkey-refused', statusCode: 401 }));
      },
    },
    openWindow(purpose) {
      opened.push(purpose);
      const outcome = new Promise<CeremonyOutcome>((resolve) => (finish = resolve));
      return {
        outcome,
        focus: () => seen.push('focus'),
        close() {
          seen.push('close');
          finish({ kind: 'failed', reason: 'cancelled' });
        },
      };
    },
    standIn,
    clock,
  });
}

beforeEach(() => {
  session = waiting;
  opened = [];
  seen = [];
  answers = [];
});

it('opens no window where no passkey is asked for, or only until a moment ago', async () => {
  const ceremonies = ceremoniesWith();
  session = { phase: 'awaiting-scan' };
  expect(await ceremonies.run(id)).toEqual(err({ code: 'passkey-not-asked' }));
  session = { ...waiting, passkey: { expiresAt: clock.now() } };
  expect(await ceremonies.run(id)).toEqual(err({ code: 'passkey-not-asked' }));
  expect(opened).toEqual([]);
});

it('takes what the window brings to WhatsApp, closes the window first, and says what WhatsApp said', async () => {
  const ceremonies = ceremoniesWith();
  const first = ceremonies.run(id);
  expect(opened).toEqual([{ tenantName: 'Flowers', practice: false, request, expiresAt: waiting.passkey.expiresAt }]);
  finish({ kind: 'asserted', assertion });
  expect(await first).toEqual(ok());
  expect(seen).toEqual(['close']);
  expect(answers).toEqual([assertion]);
  const second = ceremonies.run(id);
  finish({ kind: 'asserted', assertion });
  expect(await second).toEqual(err({ code: 'passkey-refused', statusCode: 401 }));
});

it('has one window a tenant: a second wish brings it to the front and gets the same answer', async () => {
  const ceremonies = ceremoniesWith();
  const both = [ceremonies.run(id), ceremonies.run(id)];
  expect(opened).toHaveLength(1);
  expect(seen).toEqual(['focus']);
  finish({ kind: 'failed', reason: 'timed-out' });
  expect(await Promise.all(both)).toEqual([err({ code: 'passkey-timed-out' }), err({ code: 'passkey-timed-out' })]);
  void ceremonies.run(id);
  expect(opened).toHaveLength(2);
});

it('closes the window when the request stands no longer, and sends nothing', async () => {
  const ceremonies = ceremoniesWith();
  const answer = ceremonies.run(id);
  ceremonies.changed(id);
  expect(seen).toEqual([]);
  session = { phase: 'awaiting-scan' };
  ceremonies.changed(id);
  expect(seen).toContain('close');
  expect(await answer).toEqual(err({ code: 'passkey-not-asked' }));
  expect(answers).toEqual([]);
});

it('closes every window with its console', async () => {
  const ceremonies = ceremoniesWith();
  const answer = ceremonies.run(id);
  ceremonies.close();
  expect(await answer).toEqual(err({ code: 'passkey-cancelled' }));
  ceremonies.changed(id);
  await settle();
  expect(answers).toEqual([]);
});

it('lets a pretend passkey answer in practice, and nowhere else', async () => {
  const real = ceremoniesWith();
  const refused = real.run(id);
  finish({ kind: 'stand-in' });
  expect(await refused).toEqual(err({ code: 'invalid-request' }));
  expect(answers).toEqual([]);

  const practice = ceremoniesWith((asked) => ({ ...assertion, id: asked.challenge }));
  const answered = practice.run(id);
  expect(opened.at(-1)?.practice).toBe(true);
  finish({ kind: 'stand-in' });
  expect(await answered).toEqual(ok());
  expect(answers).toHaveLength(1);
});
