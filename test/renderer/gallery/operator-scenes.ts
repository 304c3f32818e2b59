import { defaultBridgeSettings } from '../../../shared/bridge.ts';
import type { TenantView } from '../../../shared/console.ts';
import { concealSession } from '../../../shared/ipc/conceal.ts';
import type { Role } from '../../../shared/operator-rules.ts';
import type { Operator, OperatorsState } from '../../../shared/operators.ts';
import type { Scene } from './scenes.ts';

const noa: Operator = { id: '1'.repeat(16), name: 'נועה', role: 'administer' };
const tom: Operator = { id: '2'.repeat(16), name: 'Tom of the branch in the north-west', role: 'look' };
const operators = [noa, tom];
const links = { tenants: 14, connected: 12, attention: 1 };

/** Somebody of this role is signed in. */
export function signedInAs(role: Role): OperatorsState {
  return { kind: 'signed-in', operators: [noa, { ...tom, role }], current: { ...tom, role }, lockMinutes: 5 };
}

/** The lock, and who may do what. `tenants`: the first of them is looked at. */
export function operatorScenes(tenants: readonly TenantView[]): Readonly<Record<string, Scene>> {
  const concealed = tenants.map((tenant) => ({ ...tenant, session: concealSession(tenant.session) }));
  return {
    locked: { tenants: [], operators: { kind: 'locked', operators, links } },
    'operators-unreadable': {
      tenants: [],
      operators: {
        kind: 'unreadable',
        why: 'damaged',
        file: '/home/staff/.config/pairing-console/operators.json',
        links,
      },
    },
    'operators-required': { tenants: [], operators: { kind: 'required', links } },
    'operators-managed': {
      tenants,
      operators: { kind: 'signed-in', operators, current: noa, lockMinutes: 10 },
      info: { managed: { locked: ['operators'], hidden: [], operators: { required: true, lockAfterMinutes: 10 } } },
    },
    operators: { tenants, operators: { kind: 'signed-in', operators, current: noa, lockMinutes: 5 } },
    looking: { tenants: concealed, operators: { kind: 'signed-in', operators, current: tom, lockMinutes: 5 } },
    'bridge-keys-damaged': {
      tenants,
      bridge: {
        settings: { ...defaultBridgeSettings, enabled: true },
        serving: { kind: 'listening', port: 3300 },
        secret: { ending: 'x7Qf', inKeyring: false },
        keysFault: {
          kind: 'set-aside',
          file: '/home/staff/.config/pairing-console/bridge-keys.json.damaged-1796000000000',
        },
      },
    },
  };
}
