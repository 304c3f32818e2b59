import { expect, test, vi } from 'vitest';

import { auditOfBridge } from '../../../electron/audit/doors.ts';
import type { NewAuditEntry } from '../../../shared/audit.ts';
import { createBridgeRig } from './bridge-rig.ts';

test('an act whose handler has failed is told with that outcome', async () => {
  const told: NewAuditEntry[] = [];
  const rig = await createBridgeRig(undefined, { audit: auditOfBridge({ record: (entry) => told.push(entry) }) });
  try {
    vi.spyOn(rig.console().registry, 'disconnect').mockRejectedValue(new Error('broken'));
    expect(await rig.ask('POST', '/whatsapp/shop/disconnect')).toMatchObject({ status: 500 });
    expect(told).toMatchObject([{ act: 'disconnect', tenantId: 'shop', outcome: 'internal-error' }]);
  } finally {
    await rig.close();
  }
});

test('what callers of the bridge do is told with their names, and so is what their keys do not allow', async () => {
  const told: NewAuditEntry[] = [];
  const rig = await createBridgeRig(undefined, { audit: auditOfBridge({ record: (entry) => told.push(entry) }) });
  try {
    const made = await rig.ask('POST', '/keys', { json: { name: 'Backend', scopes: ['link'], tenants: ['shop'] } });
    const { id, text } = made.json as { id: string; text: string };
    const headers = { 'x-internal-secret': text };
    await rig.ask('POST', '/whatsapp/shop/start', { headers });
    await rig.ask('POST', '/whatsapp/bakery/start');
    await rig.ask('POST', '/whatsapp/bakery/start', { headers });
    await rig.ask('POST', '/whatsapp/other/start', { headers });
    await rig.ask('POST', '/send', { headers, json: { tenantId: 'shop', to: '972501234567', text: 'Hi' } });
    await rig.ask('GET', '/keys', { headers });
    await rig.ask('GET', '/events', { headers });
    await rig.ask('POST', '/whatsapp/shop/passkey/confirm', { headers });
    await rig.ask('POST', '/whatsapp/shop/validate-auth', { headers });
    await rig.ask('POST', '/whatsapp/shop/expected-number', { headers, json: { phoneNumber: '+972 50 123 4567' } });
    await rig.ask('POST', '/whatsapp/shop/expected-number', { headers, json: { phoneNumber: '12' } });
    await rig.ask('GET', '/whatsapp/shop/qr', { headers });
    await rig.ask('POST', `/keys/${id}/revoke`);
    const common = { who: 'Backend', door: 'key', tenantId: 'shop', about: null };
    const ofSecret = { who: null, door: 'secret', tenantId: null, about: 'Backend', outcome: 'done' };
    expect(told).toEqual([
      { ...ofSecret, act: 'key-made' },
      { ...common, act: 'add', outcome: 'done' },
      { ...common, act: 'link', outcome: 'done' },
      { ...ofSecret, act: 'add', tenantId: 'bakery', about: null },
      { ...ofSecret, act: 'link', tenantId: 'bakery', about: null },
      { ...common, act: 'refused', tenantId: 'bakery', about: 'start', outcome: 'foreign-tenant' },
      // The caller has made this name up.
      { ...common, act: 'refused', tenantId: null, about: 'start', outcome: 'foreign-tenant' },
      { ...common, act: 'refused', tenantId: null, about: 'send', outcome: 'missing-scope' },
      { ...common, act: 'refused', tenantId: null, about: 'keys', outcome: 'secret-needed' },
      { ...common, act: 'refused', tenantId: null, about: 'events', outcome: 'missing-scope' },
      { ...common, act: 'link', about: 'passkey', outcome: 'no-passkey-request' },
      { ...common, act: 'validate', outcome: 'done' },
      { ...common, act: 'expect-number', outcome: 'done' },
      { ...common, act: 'expect-number', outcome: 'invalid-number' },
      { ...ofSecret, act: 'key-revoked' },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/\d{7}|pck_/);
  } finally {
    await rig.close();
  }
});
