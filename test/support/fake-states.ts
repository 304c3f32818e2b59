import type { AppInfo } from '../../shared/app.ts';
import type { AuditList } from '../../shared/audit.ts';
import { type BridgeState, defaultBridgeSettings } from '../../shared/bridge.ts';
import type { PracticeState } from '../../shared/practice.ts';
import type { WaVersionState } from '../../shared/wa-version.ts';

export const thisProgram: AppInfo = {
  version: '0.1.0',
  electron: '45.0.0',
  chromium: '150.0.0.0',
  node: '24.0.0',
  platform: 'linux',
  dataFolder: '/home/staff/.config/pairing-console',
  practice: false,
  testing: [],
  managed: { locked: [], hidden: [] },
  logFixed: false,
  tray: true,
};

export const newestVersion = (now: number): WaVersionState => ({
  inUse: '2.3000.1034074495',
  source: 'published',
  pin: null,
  fixed: false,
  published: { version: '2.3000.1034074495', fetchedAt: now - 3 * 3_600_000 },
  failedAt: null,
});

export const bridgeOff: BridgeState = {
  settings: defaultBridgeSettings,
  fixed: { address: false, secret: false, backendUrl: false, incomingMessages: false, flapMs: false, signing: false },
  serving: { kind: 'off' },
  secret: null,
  signing: null,
  keys: [],
  keysFault: null,
  callers: [],
};

export const emptyAudit: AuditList = { entries: [], breaks: [], unsaved: 0, lost: 0 };

/** Nobody has touched the practice phone yet. */
export const freshPractice: PracticeState = {
  phone: { number: '+44 7700 900123', name: 'Practice phone', offline: false, devices: [], messages: [] },
  rejectsNext: false,
  wantsPasskey: false,
  networkUp: true,
};
