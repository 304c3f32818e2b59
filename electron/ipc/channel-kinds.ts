import type { CeremonyContract } from '../../shared/ipc/ceremony-contract.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Definition } from '../../shared/ipc/define.ts';
import type { DisplayContract } from '../../shared/ipc/display-contract.ts';
import type { StartContract } from '../../shared/ipc/start-contract.ts';

/** Which names a contract has and what each of them is, without its schemas. */
export type ChannelKinds<D extends Definition> = {
  readonly [G in keyof D]: { readonly [N in keyof D[G]]: D[G][N]['kind'] };
};

/**
 * The contract's names for the preload, which would otherwise carry the schemas and zod into every window. The type
 * refuses a name that is missing, superfluous or of the wrong kind.
 */
export const channelKinds = {
  app: {
    info: 'call',
    openDataFolder: 'call',
    licences: 'call',
    openLink: 'call',
    copyText: 'call',
    print: 'call',
    setFullScreen: 'call',
    command: 'event',
    power: 'event',
  },
  console: { state: 'call', changed: 'event', dismissNotice: 'call' },
  tenants: {
    add: 'call',
    import: 'call',
    withNumber: 'call',
    expectedNumber: 'call',
    rename: 'call',
    expectNumber: 'call',
    useProxy: 'call',
    remove: 'call',
    restore: 'call',
    removed: 'call',
  },
  session: {
    start: 'call',
    takeOver: 'call',
    relink: 'call',
    disconnect: 'call',
    acceptNumber: 'call',
    revealNumbers: 'call',
    refuseNumber: 'call',
    requestCode: 'call',
    usePasskey: 'call',
    confirmPasskey: 'call',
    rejectPasskey: 'call',
    claimScan: 'call',
    phoneSays: 'call',
    sendTestMessage: 'call',
  },
  linking: {
    state: 'call',
    changed: 'event',
    begin: 'call',
    setWay: 'call',
    skip: 'call',
    skipTenant: 'call',
    renewShared: 'call',
    openDisplay: 'call',
    back: 'call',
    pause: 'call',
    resume: 'call',
    retry: 'call',
    end: 'call',
  },
  unassigned: { state: 'call', changed: 'event', assign: 'call', refuse: 'call' },
  journal: {
    list: 'call',
    flight: 'call',
    linkFlight: 'call',
    newLinks: 'call',
    phoneSays: 'call',
    shift: 'call',
    loss: 'call',
    appended: 'event',
    amended: 'event',
    linked: 'event',
  },
  preferences: { get: 'call', set: 'call', changed: 'event' },
  waVersion: { state: 'call', pin: 'call', fetch: 'call' },
  updates: { state: 'call', changed: 'event', configure: 'call', look: 'call', restart: 'call' },
  protocol: { state: 'call', changed: 'event', use: 'call', back: 'call' },
  network: {
    state: 'call',
    configure: 'call',
    signIn: 'call',
    changed: 'event',
  },
  bridge: {
    state: 'call',
    configure: 'call',
    copySecret: 'call',
    renewSecret: 'call',
    addKey: 'call',
    revokeKey: 'call',
    copySigningSecret: 'call',
    renewSigningSecret: 'call',
    testWebhook: 'call',
    changed: 'event',
  },
  audit: { list: 'call' },
  data: {
    state: 'call',
    changed: 'event',
    makeRecoveryCode: 'call',
    confirmRecoveryCode: 'call',
    renewKey: 'call',
    changePassphrase: 'call',
    sealNow: 'call',
    restart: 'call',
  },
  operators: {
    state: 'call',
    changed: 'event',
    signIn: 'call',
    lock: 'call',
    add: 'call',
    change: 'call',
    changePin: 'call',
    setPin: 'call',
    remove: 'call',
    lockAfter: 'call',
  },
  diagnostics: {
    state: 'call',
    changed: 'event',
    checkWorkstation: 'call',
    testProgram: 'call',
    saveBundle: 'call',
    showBundle: 'call',
    cancel: 'call',
  },
  practice: {
    open: 'call',
    state: 'call',
    changed: 'event',
    scan: 'call',
    scanExpired: 'call',
    enterCode: 'call',
    rejectNext: 'call',
    setPasskey: 'call',
    setOffline: 'call',
    unlink: 'call',
    setNetwork: 'call',
  },
} as const satisfies ChannelKinds<Contract>;

/** The same for the page that customers see. */
export const displayChannelKinds = {
  display: { state: 'call', changed: 'event' },
} as const satisfies ChannelKinds<DisplayContract>;

/** The same for the page in front of the console. */
export const startChannelKinds = {
  start: { state: 'call', changed: 'event', answer: 'call' },
} as const satisfies ChannelKinds<StartContract>;

/** The same for the page that asks for a passkey. */
export const ceremonyChannelKinds = {
  ceremony: { task: 'call', finish: 'call' },
} as const satisfies ChannelKinds<CeremonyContract>;
