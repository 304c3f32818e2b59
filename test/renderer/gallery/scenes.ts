import type { AppInfo } from '../../../shared/app.ts';
import type { AuditList } from '../../../shared/audit.ts';
import type { BridgeState } from '../../../shared/bridge.ts';
import type { ConsoleState, TenantView } from '../../../shared/console.ts';
import type { DataState } from '../../../shared/data.ts';
import type { DiagnosticsState } from '../../../shared/diagnostics.ts';
import type { JournalEntry, Loss, NewLink } from '../../../shared/journal.ts';
import type { UnassignedLink } from '../../../shared/linking.ts';
import type { NetworkState } from '../../../shared/network.ts';
import type { OperatorsState } from '../../../shared/operators.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import type { ProtocolState } from '../../../shared/protocol-pack.ts';
import type { SessionSnapshot } from '../../../shared/session.ts';
import type { UpdatesState } from '../../../shared/updates.ts';
import { tenantView } from '../../support/tenant-view.ts';
import { beyondLogin } from './beyond-login-scenes.ts';
import { bridgeScenes } from './bridge-scenes.ts';
import { dataScenes } from './data-scenes.ts';
import { diagnosisScenes } from './diagnosis-scenes.ts';
import { longJournal, monthOfLinks } from './log-scene.ts';
import { momentScenes } from './moment-scenes.ts';
import { operatorScenes } from './operator-scenes.ts';
import { updateScenes } from './update-scenes.ts';

export interface Scene {
  readonly tenants: readonly TenantView[];
  readonly notices?: ConsoleState['notices'];
  readonly journal?: readonly JournalEntry[];
  readonly loss?: Loss;
  readonly newLinks?: NewLink[];
  readonly logoutConfirmed?: boolean;
  readonly info?: Partial<AppInfo>;
  readonly bridge?: Partial<BridgeState>;
  readonly data?: Partial<DataState>;
  readonly network?: Partial<NetworkState>;
  readonly unassigned?: readonly UnassignedLink[];
  readonly audit?: AuditList;
  readonly operators?: OperatorsState;
  readonly practice?: Partial<PracticeState>;
  readonly updates?: Partial<UpdatesState>;
  readonly protocol?: Partial<ProtocolState>;
  readonly diagnostics?: DiagnosticsState;
}

const seconds = (count: number) => count * 1000;
const qrText = `https://wa.me/settings/linked_devices#2@${'gallery0'.repeat(18)},${'A'.repeat(44)},${'B'.repeat(44)},${'C'.repeat(44)},1`;

/** A number that turned out to be wrong was set before. */
function expectedIn({ wrongNumber }: SessionSnapshot): Partial<TenantView> {
  return wrongNumber === undefined ? {} : { expectedNumberMasked: wrongNumber.expected };
}

/** A scan that was told of, while WhatsApp is waited for, when nothing came, and with what the phone shows. */
function silentScans(now: number, others: readonly TenantView[], awaiting: SessionSnapshot): Record<string, Scene> {
  const at = now - seconds(6);
  const failure = {
    at,
    cause: 'silent-scan',
    confidence: 'unclear',
    suspects: ['phone-offline', 'scan-not-taken', 'account-restricted', 'client-outdated'],
    credentials: 'none',
    retry: 'fresh-qr',
  } as const;
  const shop = (session: SessionSnapshot) => tenantView('flower-shop', { name: 'הפרחים של רונית', session });
  const { id: tenantId } = shop(awaiting);
  const silent: JournalEntry = {
    id: '900',
    tenantId,
    failure: { ...failure, suspects: [...failure.suspects] },
    phase: 'awaiting-scan',
    evidence: {},
    qrShown: true,
  };
  const phone = { at: now, kind: 'iphone', screen: 'try-later', confidence: 'likely' } as const;
  const explained: JournalEntry = {
    ...silent,
    phone: { ...phone, suspects: ['account-restricted', 'client-outdated', 'phone-offline', 'scan-not-taken'] },
  };
  const claim = { at, by: 'operator', until: now + seconds(14) } as const;
  const failed = shop({ ...awaiting, failure: silent.failure });
  return {
    claimed: { tenants: [shop({ ...awaiting, claim }), ...others] },
    'silent-scan': { tenants: [failed, ...others], journal: [silent] },
    explained: { tenants: [failed, ...others], journal: [explained] },
  };
}

/** Every state of the window, at the moment `now` (epoch ms). Made up, like the numbers in it. */
export function scenesAt(now: number): Readonly<Record<string, Scene>> {
  const proven = {
    'account-verified': now - seconds(64),
    'credentials-saved': now - seconds(63),
    'new-socket': now - seconds(62),
    'login-accepted': now - seconds(61),
    'keys-at-server': now - seconds(61),
    stable: now - seconds(31),
  };
  const account = { maskedNumber: '972•••••••41', name: 'רונית פרחים', platform: 'iPhone' };
  const qr = { text: qrText, issuedAt: now - seconds(18), expiresAt: now + seconds(42) };
  const failure = {
    at: now - seconds(40),
    cause: 'rejected-after-scan',
    statusCode: 401,
    credentials: 'quarantined',
    retry: 'fresh-qr',
  } as const;

  const standing: Readonly<Record<string, SessionSnapshot>> = {
    idle: { phase: 'idle', since: now - seconds(300), evidence: {} },
    connecting: { phase: 'connecting', since: now - seconds(1), evidence: {} },
    'awaiting-scan': { phase: 'awaiting-scan', since: now - seconds(18), qr, evidence: {} },
    rescan: { phase: 'awaiting-scan', since: now - seconds(18), qr: { ...qr, rescan: true }, evidence: {} },
    'scan-failed': { phase: 'awaiting-scan', since: now - seconds(18), qr, evidence: {}, failure },
    'found-nothing': {
      phase: 'awaiting-scan',
      since: now - seconds(18),
      qr,
      evidence: {},
      found: { kind: 'empty', fate: 'none', at: now - seconds(20) },
    },
    'found-half-paired': {
      phase: 'awaiting-scan',
      since: now - seconds(18),
      qr,
      evidence: {},
      found: { kind: 'half-paired', fate: 'quarantined', at: now - seconds(20) },
      failure: {
        at: now - seconds(20),
        cause: 'credentials-half-paired',
        credentials: 'quarantined',
        retry: 'fresh-qr',
      },
    },
    'found-recovered': {
      phase: 'verifying',
      since: now - seconds(1),
      evidence: {
        'account-verified': now - seconds(2),
        'credentials-saved': now - seconds(2),
        'new-socket': now - seconds(1),
      },
      account,
      found: { kind: 'paired', fate: 'recovered', at: now - seconds(2) },
    },
    'awaiting-code': {
      phase: 'awaiting-code',
      since: now - seconds(9),
      code: { text: 'K7QM-3XHT', issuedAt: now - seconds(9), expiresAt: now + seconds(148) },
      evidence: {},
    },
    expired: {
      phase: 'awaiting-scan',
      since: now - seconds(61),
      qr: { ...qr, issuedAt: now - seconds(61), expiresAt: now - seconds(1) },
      evidence: {},
    },
    passkey: {
      phase: 'awaiting-passkey',
      since: now - seconds(40),
      passkey: { expiresAt: now + seconds(259) },
      evidence: {},
      failure: {
        at: now - seconds(90),
        cause: 'rejected-after-scan',
        statusCode: 401,
        credentials: 'quarantined',
        retry: 'fresh-qr',
      },
    },
    'passkey-code': {
      phase: 'awaiting-passkey',
      since: now - seconds(340),
      passkey: { expiresAt: now + seconds(25), confirmationCode: '7KXQ-3BWM' },
      evidence: {},
    },
    pairing: {
      phase: 'pairing',
      since: now - seconds(1),
      evidence: { 'account-verified': now - seconds(1) },
      account,
    },
    verifying: {
      phase: 'verifying',
      since: now - seconds(1),
      evidence: {
        'account-verified': now - seconds(3),
        'credentials-saved': now - seconds(2),
        'new-socket': now - seconds(1),
      },
      account,
    },
    probation: {
      phase: 'connected',
      since: now - seconds(12),
      evidence: {
        'account-verified': now - seconds(15),
        'credentials-saved': now - seconds(14),
        'new-socket': now - seconds(13),
        'login-accepted': now - seconds(12),
        'keys-at-server': now - seconds(12),
      },
      account,
      probationEndsAt: now + seconds(18),
    },
    stable: { phase: 'connected', since: now - seconds(61), evidence: proven, account },
    'wrong-number': {
      phase: 'awaiting-acceptance',
      since: now - seconds(12),
      evidence: {
        'account-verified': now - seconds(15),
        'credentials-saved': now - seconds(14),
        'new-socket': now - seconds(13),
        'login-accepted': now - seconds(12),
        'keys-at-server': now - seconds(12),
      },
      account,
      wrongNumber: { expected: '972•••••••67', linked: account.maskedNumber },
      failure: { at: now - seconds(15), cause: 'wrong-number', credentials: 'kept', retry: 'operator' },
    },
    reconnecting: {
      phase: 'reconnecting',
      since: now - seconds(9),
      evidence: { 'account-verified': proven['account-verified'], 'credentials-saved': proven['credentials-saved'] },
      account,
      retry: { attempt: 3, at: now + seconds(7) },
      failure: {
        at: now - seconds(9),
        cause: 'connection-lost',
        statusCode: 428,
        credentials: 'kept',
        retry: 'reconnect',
      },
    },
    stopped: {
      phase: 'stopped',
      since: now - seconds(50),
      evidence: {},
      failure: {
        at: now - seconds(50),
        cause: 'temporarily-banned',
        statusCode: 402,
        detail: 'Your account is temporarily restricted (103)',
        credentials: 'kept',
        retry: 'operator',
        blockedUntil: now + seconds(5400),
      },
    },
    replaced: {
      phase: 'stopped',
      since: now - seconds(50),
      evidence: { 'account-verified': proven['account-verified'], 'credentials-saved': proven['credentials-saved'] },
      account,
      evictedAt: now - seconds(50),
      failure: { at: now - seconds(50), cause: 'replaced', statusCode: 440, credentials: 'kept', retry: 'operator' },
    },
    copied: {
      phase: 'stopped',
      since: now - seconds(50),
      evidence: { 'account-verified': now - seconds(50), 'credentials-saved': now - seconds(50) },
      account,
      failure: {
        at: now - seconds(50),
        cause: 'copied-credentials',
        holder: tenantView('bakery-north').id,
        credentials: 'kept',
        retry: 'operator',
      },
    },
    storage: {
      phase: 'connecting',
      since: now - seconds(10),
      evidence: {},
      retry: { attempt: 5, at: now + seconds(20) },
      account,
      failure: {
        at: now - seconds(50),
        cause: 'storage-full',
        place: '/home/desk/.config/Pairing Console/storage/whatsapp/flower-shop/auth',
        credentials: 'kept',
        retry: 'reconnect',
      },
    },
  };

  const named = (name: string) => standing[name] ?? { phase: 'idle' as const, since: now, evidence: {} };
  const sessions: Readonly<Record<string, SessionSnapshot>> = {
    ...standing,
    ...beyondLogin(now, { stable: named('stable'), awaitingScan: named('awaiting-scan') }),
  };
  const colleagues: readonly (readonly [string, string, string])[] = [
    ['bakery-north', 'Northside Bakery', 'stable'],
    ['clinic_7', 'מרפאת השרון', 'probation'],
    ['garage', 'Avi’s Garage and Tyre Centre, second branch', 'reconnecting'],
    ['optics', 'אופטיקה כהן', 'stopped'],
    ['school-kfar-saba', 'Kfar Saba School', 'idle'],
  ];
  const sessionOf = (name: string) => sessions[name] ?? { phase: 'idle', since: now, evidence: {} };
  const others = colleagues.map(([id, name, standing]) => tenantView(id, { name, session: sessionOf(standing) }));
  const journal: JournalEntry[] = (['rejected-after-scan', 'qr-expired', 'connection-lost'] as const).map(
    (cause, index) => ({
      id: String(100 - index),
      tenantId: tenantView(index === 2 ? 'garage' : 'flower-shop').id,
      failure: {
        at: now - seconds(40 + index * 4000),
        cause,
        ...(cause === 'qr-expired' ? {} : { statusCode: cause === 'connection-lost' ? 428 : 401 }),
        credentials: 'quarantined',
        retry: 'fresh-qr',
      },
      phase: cause === 'rejected-after-scan' ? 'restarting' : cause === 'qr-expired' ? 'awaiting-scan' : 'connected',
      evidence: cause === 'connection-lost' ? proven : {},
      qrShown: true,
    }),
  );

  const flowers = (standing: string, sameDevice: boolean) => {
    const { id, name } = tenantView('bakery-north', { name: 'Northside Bakery' });
    const otherOwners = [{ id, name, linkedAt: now - seconds(86_400), sameDevice }];
    return tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf(standing), otherOwners });
  };
  const scenes = Object.entries(sessions).map(([name, session]): [string, Scene] => [
    name,
    {
      tenants: [tenantView('flower-shop', { name: 'הפרחים של רונית', session, ...expectedIn(session) }), ...others],
      journal,
    },
  ]);
  const many = Array.from({ length: 1000 }, (_, index) => {
    const names = Object.keys(sessions);
    return tenantView(`tenant-${index}`, {
      name: `Tenant number ${index}`,
      session: sessionOf(names[index % names.length] ?? 'idle'),
    });
  });
  return {
    ...Object.fromEntries(scenes),
    empty: { tenants: [] },
    'logout-unconfirmed': {
      tenants: [tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('stable') }), ...others],
      logoutConfirmed: false,
    },
    'same-number': { tenants: [flowers('stable', false), ...others], journal },
    'copied-credentials': { tenants: [flowers('copied', true), ...others], journal },
    log: {
      tenants: [tenantView('flower-shop', { name: 'הפרחים של רונית' }), ...others],
      journal: longJournal(now),
      newLinks: monthOfLinks(now),
      loss: { lost: 1, at: now - seconds(86_400) },
    },
    ...silentScans(now, others, sessionOf('awaiting-scan')),
    practice: {
      tenants: [tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('awaiting-scan') })],
      info: { practice: true },
    },
    'practice-passkey': {
      tenants: [tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('passkey-code') })],
      info: { practice: true },
      practice: { wantsPasskey: true, confirmationCode: '7KXQ-3BWM' },
    },
    'practice-empty': { tenants: [], info: { practice: true } },
    notices: {
      tenants: others,
      notices: [
        {
          id: '1',
          at: now,
          code: 'settings-reset',
          path: '/home/desk/.config/Pairing Console/settings.json.corrupt-1',
        },
        {
          id: '2',
          at: now,
          code: 'journal-not-saved',
          path: '/home/desk/.config/Pairing Console/journal/scan-failures.jsonl',
          fault: 'storage-full',
        },
      ],
    },
    many: { tenants: many },
    ...dataScenes([tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('stable') }), ...others]),
    ...bridgeScenes(now, others),
    ...diagnosisScenes(now, others),
    ...updateScenes(now, others),
    ...momentScenes(now, tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('idle') }), others),
    ...operatorScenes([
      tenantView('flower-shop', { name: 'הפרחים של רונית', session: sessionOf('awaiting-scan') }),
      ...others,
    ]),
  };
}
