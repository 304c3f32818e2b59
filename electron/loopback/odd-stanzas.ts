import { Curve, jidEncode, type BinaryNode } from '@whiskeysockets/baileys';

import { signDeviceIdentity } from './device-identity.ts';
import type { Device } from './directory.ts';
import type { OddStanza } from './misbehaviour.ts';
import { node, notification, pairSuccess, serverSet } from './stanzas.ts';

const strangersNumber = '15550100199';
const strangersLid = '199000000000199';

/** One of the stanzas that have no place on a link that stands. @param now epoch milliseconds */
export function oddStanza(kind: OddStanza, device: Device, now: number): BinaryNode {
  const t = Math.floor(now / 1000).toString();
  const told = (type: string, content: BinaryNode[]): BinaryNode => notification('odd', type, content, t);
  const codeStage = (stage: string): BinaryNode =>
    told('link_code_companion_reg', [
      node('link_code_companion_reg', { stage }, [
        node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, Buffer.alloc(80, 7)),
        node('primary_identity_pub', {}, Curve.generateKeyPair().public),
        node('link_code_pairing_ref', {}, Buffer.alloc(16, 7)),
      ]),
    ]);
  switch (kind) {
    case 'pair-success-unsealed': {
      const identity = Buffer.from([10, 2, 8, 1, 18, 32, ...Buffer.alloc(32, 7)]);
      return node('iq', serverSet('odd'), [pairSuccess(device, identity)]);
    }
    case 'pair-success-of-another-number': {
      const { sealed } = signDeviceIdentity({
        accountKey: Curve.generateKeyPair(),
        companionIdentityKey: device.keys.identityKey,
        advSecret: device.advSecret,
        keyIndex: 1,
        timestamp: Math.floor(now / 1000),
      });
      const jid = jidEncode(strangersNumber, 's.whatsapp.net', 1);
      const lid = jidEncode(strangersLid, 'lid', 1);
      const stranger = { jid, lid, account: { name: 'Stranger', platform: 'android' } };
      return node('iq', serverSet('odd'), [pairSuccess(stranger, sealed)]);
    }
    case 'pair-device':
      return node('iq', serverSet('odd'), [node('pair-device', {}, [node('ref', {}, Buffer.from('2@odd'))])]);
    case 'success-with-another-lid':
      return node('success', { t, lid: jidEncode(strangersLid, 'lid', device.id), location: 'loopback' });
    case 'failure-in-stream-error':
      return node('stream:error', {}, [node('failure', { reason: '401' })]);
    case 'other-device-removed': {
      const other = { jid: `${device.account.number}:99@s.whatsapp.net` };
      const removed = node('remove', { device_hash: '2:odd' }, [node('device', other)]);
      return node('notification', { from: device.account.jid, id: 'odd', type: 'devices', t }, [removed]);
    }
    case 'code-typed':
      return codeStage('primary_hello');
    case 'code-refreshed':
      return codeStage('refresh_code');
    case 'secret-retired':
      return told('companion_reg_refresh', [node('companion_reg_refresh')]);
    case 'passkey-asked':
      return told('passkey_prologue_request', [node('passkey_request_options', {}, Buffer.from('{}'))]);
  }
}
