import { expect, test } from 'vitest';

import { bridgeActs } from '../../../electron/audit/bridge-acts.ts';
import { auditOfBridge, auditOfWindow } from '../../../electron/audit/doors.ts';
import { windowActs } from '../../../electron/audit/window-acts.ts';
import { contract as routes } from '../../../electron/bridge/contract.ts';
import { type ProblemStatus, problemCodes } from '../../../electron/bridge/define.ts';
import { type Grant, grantOfSecret } from '../../../electron/bridge/grant.ts';
import { outcomeWordOf } from '../../../shared/audit-outcomes.ts';
import { type NewAuditEntry, newAuditEntrySchema } from '../../../shared/audit.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import { err, ok } from '../../../shared/result.ts';
import { tenantIdSchema } from '../../../shared/tenant.ts';

const shop = tenantIdSchema.parse('shop');
const bakery = tenantIdSchema.parse('bakery');

/** A new call or route is either an act or stands here: somebody has decided. Of operators, `attendance.ts` tells. */
test('every call of the window is an act, or only looks', () => {
  const acts = new Set(
    Object.entries(windowActs).flatMap(([group, names]) => Object.keys(names).map((name) => `${group}.${name}`)),
  );
  const others = Object.entries(contract).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, { kind }]) =>
      kind === 'call' && !acts.has(`${group}.${name}`) && group !== 'practice' ? [`${group}.${name}`] : [],
    ),
  );
  expect(others).toMatchInlineSnapshot(`
    [
      "app.info",
      "app.openDataFolder",
      "app.licences",
      "app.openLink",
      "app.copyText",
      "app.setFullScreen",
      "console.state",
      "console.dismissNotice",
      "tenants.withNumber",
      "tenants.removed",
      "session.usePasskey",
      "session.rejectPasskey",
      "session.claimScan",
      "session.phoneSays",
      "session.sendTestMessage",
      "linking.state",
      "linking.setWay",
      "linking.skip",
      "linking.skipTenant",
      "linking.openDisplay",
      "linking.renewShared",
      "linking.back",
      "linking.pause",
      "linking.resume",
      "linking.retry",
      "linking.end",
      "unassigned.state",
      "journal.list",
      "journal.flight",
      "journal.linkFlight",
      "journal.newLinks",
      "journal.phoneSays",
      "journal.shift",
      "journal.loss",
      "preferences.get",
      "waVersion.state",
      "waVersion.fetch",
      "updates.state",
      "updates.look",
      "protocol.state",
      "network.state",
      "bridge.state",
      "bridge.testWebhook",
      "audit.list",
      "data.state",
      "data.confirmRecoveryCode",
      "data.restart",
      "operators.state",
      "operators.signIn",
      "operators.lock",
      "operators.add",
      "operators.change",
      "operators.changePin",
      "operators.setPin",
      "operators.remove",
      "operators.lockAfter",
      "diagnostics.state",
      "diagnostics.checkWorkstation",
      "diagnostics.testProgram",
      "diagnostics.showBundle",
      "diagnostics.cancel",
    ]
  `);
});

test('every route of the bridge is an act, or only looks or sends', () => {
  const others = Object.keys(routes).filter((name) => !(name in bridgeActs));
  expect(others).toMatchInlineSnapshot(`
    [
      "root",
      "health",
      "healthz",
      "status",
      "qr",
      "scanned",
      "passkey",
      "diagnostics",
      "networkCheck",
      "sendingStatus",
      "failures",
      "media",
      "tenants",
      "send",
      "sendTyping",
      "resolveJid",
      "resolveJidByPost",
      "testWebhook",
      "keys",
      "clock",
      "openapi",
      "docs",
      "metrics",
    ]
  `);
});

function windowDoor() {
  const told: NewAuditEntry[] = [];
  const { onAnswer, ...others } = auditOfWindow({ record: (entry) => told.push(entry) }, () => 'dana');
  return { told, tell: onAnswer, ...others };
}

test('an act of the window has its operator, its tenant and its outcome; looking leaves no trace', () => {
  const { told, tell } = windowDoor();
  tell('tenants', 'remove', { tenantId: shop }, ok());
  tell('session', 'disconnect', { tenantId: shop }, err({ code: 'busy' }));
  tell('console', 'state', null, ok({}));
  tell('tenants', 'expectedNumber', { tenantId: shop }, ok(null));
  tell('tenants', 'expectedNumber', { tenantId: bakery }, ok('972501234567'));
  const rows = [{ tenantId: shop, name: 'Shop', expectedNumber: '972501234567' }, { tenantId: bakery }];
  tell(
    'tenants',
    'import',
    { rows },
    ok({ added: 1, refused: [{ tenantId: bakery, error: { code: 'tenant-exists' } }] }),
  );
  tell('bridge', 'configure', { host: '10.0.0.7', port: undefined, backendUrl: 'https://x.example' }, ok({}));
  tell('bridge', 'revokeKey', { id: 'x' }, ok({ name: 'monitor' }));
  expect(told).toEqual([
    { who: 'dana', door: 'window', act: 'remove', tenantId: shop, about: null, outcome: 'done' },
    { who: 'dana', door: 'window', act: 'disconnect', tenantId: shop, about: null, outcome: 'busy' },
    { who: 'dana', door: 'window', act: 'reveal-number', tenantId: bakery, about: null, outcome: 'done' },
    { who: 'dana', door: 'window', act: 'add', tenantId: shop, about: 'import', outcome: 'done' },
    { who: 'dana', door: 'window', act: 'add', tenantId: bakery, about: 'import', outcome: 'tenant-exists' },
    { who: 'dana', door: 'window', act: 'settings', tenantId: null, about: 'bridge host backendUrl', outcome: 'done' },
    { who: 'dana', door: 'window', act: 'key-revoked', tenantId: null, about: 'monitor', outcome: 'done' },
  ]);
});

test('linking mode is one entry that says how many, and one for each tenant whose turn has come', () => {
  const { told, tell, onTurn } = windowDoor();
  tell('linking', 'begin', { tenantIds: [shop, bakery] }, ok());
  onTurn(shop, ok());
  onTurn(bakery, err({ code: 'taken-over', since: 0 }));
  expect(told).toEqual([
    { who: 'dana', door: 'window', act: 'queue', tenantId: null, about: '2', outcome: 'done' },
    { who: 'dana', door: 'window', act: 'link', tenantId: shop, about: 'queue', outcome: 'done' },
    { who: 'dana', door: 'window', act: 'link', tenantId: bakery, about: 'queue', outcome: 'taken-over' },
  ]);
});

test('what a role does not allow is told with its call and its tenant; what a locked window asks for is not', () => {
  const { told, onRefused } = windowDoor();
  onRefused('tenants', 'remove', { tenantId: shop }, { code: 'role-refused' });
  onRefused('bridge', 'copySecret', null, { code: 'role-refused' });
  onRefused('console', 'state', null, { code: 'locked' });
  expect(told).toEqual([
    { who: 'dana', door: 'window', act: 'refused', tenantId: shop, about: 'tenants.remove', outcome: 'role-refused' },
    {
      who: 'dana',
      door: 'window',
      act: 'refused',
      tenantId: null,
      about: 'bridge.copySecret',
      outcome: 'role-refused',
    },
  ]);
});

test('what is printed is an act', () => {
  const { told, tell } = windowDoor();
  tell('app', 'print', { sheet: 'slip', tenantId: shop }, ok());
  tell('app', 'print', { sheet: 'shift', tenantId: null }, err({ code: 'not-printed' }));
  expect(told).toMatchObject([
    { act: 'print', tenantId: shop, about: 'slip', outcome: 'done' },
    { act: 'print', tenantId: null, about: 'shift', outcome: 'not-printed' },
  ]);
});

test('no input that holds a number, a code or a key brings it into an entry', () => {
  const { told, tell } = windowDoor();
  const hidden = { tenantId: shop, linked: '972501234567', number: '972501234567', expectedNumber: '972501234567' };
  const made = { key: {}, text: `pck_${'x'.repeat(43)}` };
  for (const [group, names] of Object.entries(windowActs)) {
    for (const name of Object.keys(names)) {
      const input = { ...hidden, rows: [hidden], tenantIds: [shop], name: 'monitor', change: made };
      tell(group, name, input, ok({ ...made, refused: [] }));
    }
  }
  expect(told.length).toBeGreaterThan(25);
  expect(JSON.stringify(told)).not.toMatch(/\d{7}|pck_/);
});

test('an act of the bridge has the name of its key, or none with the secret', () => {
  const told: NewAuditEntry[] = [];
  const { onDone: tell } = auditOfBridge({ record: (entry) => told.push(entry) });
  const key = { name: 'backend' } as NonNullable<Grant['key']>;
  const input = { params: { tenantId: shop }, query: { takeOver: true }, body: undefined };
  tell('start', { ...input, grant: { key, sees: () => true } }, { body: { ok: true } });
  const busy = { status: 409, error: 'too_many_tenants', message: undefined } as const;
  tell('reset', { ...input, grant: { key: undefined, sees: () => true } }, busy);
  tell('status', { ...input, grant: { key, sees: () => true } }, { written: '{}' });
  const kept = { ok: true, forceRelink: false, takenOver: { since: '2026-11-29T09:00:00.000Z', message: 'Kept.' } };
  tell('start', { ...input, query: {}, grant: { key, sees: () => true } }, { body: kept });
  expect(told).toEqual([
    { who: 'backend', door: 'key', act: 'take-over', tenantId: shop, about: null, outcome: 'done' },
    { who: null, door: 'secret', act: 'relink', tenantId: shop, about: null, outcome: 'too-many-tenants' },
    { who: 'backend', door: 'key', act: 'link', tenantId: shop, about: null, outcome: 'taken-over' },
  ]);
});

test('whatever a route answers, its entry can be read again', () => {
  const told: NewAuditEntry[] = [];
  const { onDone: tell } = auditOfBridge({ record: (entry) => told.push(entry) });
  const input = { params: { tenantId: shop }, query: undefined, body: undefined, grant: grantOfSecret };
  for (const [status, codes] of Object.entries(problemCodes)) {
    for (const error of codes)
      tell('reset', input, { status: Number(status) as ProblemStatus, error, message: undefined });
  }
  expect(told.length).toBeGreaterThan(40);
  expect(told.filter((entry) => !newAuditEntrySchema.safeParse(entry).success)).toEqual([]);
  expect(told.filter(({ outcome }) => outcomeWordOf(outcome) === undefined)).toEqual([]);
});
