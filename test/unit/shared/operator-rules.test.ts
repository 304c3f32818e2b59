import { expect, test } from 'vitest';

import { needs } from '../../../shared/ipc/needs.ts';
import { type Needs, pinProblem, refusalOf, roles, seesCodes } from '../../../shared/operator-rules.ts';

test.each([
  ['271828', undefined],
  ['314159265358', undefined],
  ['112233', undefined],
  ['12345', 'too-short'],
  ['', 'too-short'],
  ['1234567890123', 'too-long'],
  ['12345a', 'digits'],
  ['١٢٣٤٥٦', 'digits'],
  ['111111', 'simple'],
  ['123456', 'simple'],
  ['987654', 'simple'],
])('the PIN %j: %s', (pin, problem) => {
  expect(pinProblem(pin)).toBe(problem);
});

test('each role may do what those before it may, and a locked window only what anyone may', () => {
  const all: readonly Needs[] = ['anyone', ...roles];
  const allowed = roles.map((role) => all.filter((each) => refusalOf({ locked: false, role }, each) === undefined));
  expect(allowed).toEqual([all.slice(0, 2), all.slice(0, 3), all]);
  for (const role of roles) {
    expect(all.map((each) => refusalOf({ locked: true, role }, each))).toEqual([
      undefined,
      'locked',
      'locked',
      'locked',
    ]);
  }
  expect(roles.map((role) => seesCodes({ locked: false, role }))).toEqual([false, true, true]);
});

/** Somebody has decided: what is added here can be asked for by anybody at a locked window. */
test('what a locked window may ask for', () => {
  const open = Object.entries(needs).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, needed]) => (needed === 'anyone' ? [`${group}.${name}`] : [])),
  );
  expect(open).toEqual([
    'app.info',
    'app.licences',
    'app.setFullScreen',
    'app.power',
    'preferences.get',
    'preferences.changed',
    'operators.state',
    'operators.changed',
    'operators.signIn',
    'operators.lock',
  ]);
});

/** The same: this is all that somebody may do who may look. */
test('what somebody may ask for who may look and no more', () => {
  const looks = Object.entries(needs).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, needed]) =>
      needed === 'look' && group !== 'practice' ? [`${group}.${name}`] : [],
    ),
  );
  expect(looks).toEqual([
    'app.openLink',
    'app.copyText',
    'app.command',
    'console.state',
    'console.changed',
    'tenants.removed',
    'linking.state',
    'linking.changed',
    'unassigned.state',
    'unassigned.changed',
    'journal.list',
    'journal.flight',
    'journal.linkFlight',
    'journal.newLinks',
    'journal.shift',
    'journal.loss',
    'journal.appended',
    'journal.amended',
    'journal.linked',
    'waVersion.state',
    'updates.state',
    'updates.changed',
    'protocol.state',
    'protocol.changed',
    'network.state',
    'network.changed',
    'data.state',
    'data.changed',
    'operators.changePin',
    'diagnostics.state',
    'diagnostics.changed',
  ]);
});

test('everybody chooses how the window looks; what the program does is for administrators', () => {
  expect(needs.preferences.set({ language: 'he', theme: 'dark', listWidth: 300 })).toBe('look');
  expect(needs.preferences.set({ language: 'he', keepInTray: false })).toBe('administer');
});
