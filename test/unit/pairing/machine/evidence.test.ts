import { describe, expect, test } from 'vitest';

import { accountOf, reach, withoutSocket } from '../../../../electron/pairing/machine/evidence.ts';
import { evidenceSteps } from '../../../../shared/session.ts';

const jid = '972501234567:12@s.whatsapp.net';

describe('the ladder of proof', () => {
  test('is climbed step by step', () => {
    const reached = evidenceSteps.reduce((evidence, step, index) => reach(evidence, step, index), {});
    expect(Object.entries(reached)).toEqual(evidenceSteps.map((step, index) => [step, index]));
  });

  test.each(evidenceSteps.slice(1).map((step, index) => [step, evidenceSteps[index]] as const))(
    'has no %s without %s',
    (step, lower) => {
      const below = Object.fromEntries(evidenceSteps.filter((other) => other !== lower).map((other) => [other, 1]));
      expect(() => reach(below, step, 2)).toThrow(`${step} cannot be reached without ${lower}`);
    },
  );

  test.each([
    [{}, {}],
    [{ 'account-verified': 1 }, { 'account-verified': 1 }],
    [
      { 'account-verified': 1, 'credentials-saved': 2, 'new-socket': 3, 'login-accepted': 4, 'keys-at-server': 5 },
      { 'account-verified': 1, 'credentials-saved': 2 },
    ],
  ])('keeps of %o what the disk proves when a socket is lost', (evidence, kept) => {
    expect(withoutSocket(evidence)).toStrictEqual(kept);
  });
});

test.each([
  [{ jid }, {}],
  [{ jid, name: 'Shop' }, { name: 'Shop' }],
  [{ jid, platform: 'android' }, { platform: 'android' }],
])('of an account are shown its masked number and what is known beside it', (identity, known) => {
  expect(accountOf(identity)).toStrictEqual({ maskedNumber: '972•••••••67', ...known });
});
