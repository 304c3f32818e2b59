import type { Needs } from '../operator-rules.ts';
import type { Preferences } from '../preferences.ts';
import type { Contract } from './contract.ts';
import type { Call, Definition } from './define.ts';

/** For each call and event, what somebody must be to use it; where that depends on what is asked, a function of it. */
export type NeedsOf<D extends Definition> = {
  readonly [G in keyof D]: {
    readonly [N in keyof D[G]]: D[G][N] extends Call<infer I> ? Needs | ((input: I['_output']) => Needs) : Needs;
  };
};

/** What each person chooses for the way the window looks. Everything else is the program's. */
const personal: ReadonlySet<string> = new Set<keyof Preferences>([
  'language',
  'theme',
  'phoneKind',
  'country',
  'density',
  'listWidth',
  'sound',
  'exercises',
]);

/** A member that is missing here does not compile. The main process refuses by it; the window greys out by it. */
export const needs = {
  app: {
    info: 'anyone',
    openDataFolder: 'administer',
    licences: 'anyone',
    openLink: 'look',
    copyText: 'look',
    print: 'link',
    setFullScreen: 'anyone',
    command: 'look',
    power: 'anyone',
  },
  console: { state: 'look', changed: 'look', dismissNotice: 'link' },
  tenants: {
    add: 'link',
    import: 'link',
    // Asked often enough, it tells every digit.
    withNumber: 'link',
    expectedNumber: 'link',
    rename: 'link',
    expectNumber: 'link',
    useProxy: 'administer',
    remove: 'administer',
    restore: 'administer',
    removed: 'look',
  },
  session: {
    start: 'link',
    takeOver: 'link',
    relink: 'link',
    disconnect: 'link',
    acceptNumber: 'link',
    revealNumbers: 'link',
    refuseNumber: 'link',
    requestCode: 'link',
    usePasskey: 'link',
    confirmPasskey: 'link',
    rejectPasskey: 'link',
    claimScan: 'link',
    phoneSays: 'link',
    sendTestMessage: 'link',
  },
  linking: {
    state: 'look',
    changed: 'look',
    begin: 'link',
    setWay: 'link',
    skip: 'link',
    skipTenant: 'link',
    openDisplay: 'link',
    renewShared: 'link',
    back: 'link',
    pause: 'link',
    resume: 'link',
    retry: 'link',
    end: 'link',
  },
  unassigned: { state: 'look', changed: 'look', assign: 'link', refuse: 'link' },
  journal: {
    list: 'look',
    flight: 'look',
    linkFlight: 'look',
    newLinks: 'look',
    phoneSays: 'link',
    shift: 'look',
    loss: 'look',
    appended: 'look',
    amended: 'look',
    linked: 'look',
  },
  preferences: {
    get: 'anyone',
    set: (change) => (Object.keys(change).every((name) => personal.has(name)) ? 'look' : 'administer'),
    changed: 'anyone',
  },
  waVersion: { state: 'look', pin: 'administer', fetch: 'administer' },
  updates: { state: 'look', changed: 'look', configure: 'administer', look: 'administer', restart: 'administer' },
  protocol: { state: 'look', changed: 'look', use: 'administer', back: 'administer' },
  network: { state: 'look', configure: 'administer', signIn: 'administer', changed: 'look' },
  bridge: {
    state: 'administer',
    configure: 'administer',
    copySecret: 'administer',
    renewSecret: 'administer',
    addKey: 'administer',
    revokeKey: 'administer',
    copySigningSecret: 'administer',
    renewSigningSecret: 'administer',
    testWebhook: 'administer',
    changed: 'administer',
  },
  audit: { list: 'administer' },
  data: {
    state: 'look',
    changed: 'look',
    makeRecoveryCode: 'administer',
    confirmRecoveryCode: 'administer',
    renewKey: 'administer',
    changePassphrase: 'administer',
    sealNow: 'administer',
    restart: 'administer',
  },
  operators: {
    state: 'anyone',
    changed: 'anyone',
    signIn: 'anyone',
    lock: 'anyone',
    changePin: 'look',
    add: 'administer',
    change: 'administer',
    setPin: 'administer',
    remove: 'administer',
    lockAfter: 'administer',
  },
  diagnostics: {
    state: 'look',
    changed: 'look',
    checkWorkstation: 'link',
    testProgram: 'link',
    saveBundle: 'administer',
    showBundle: 'administer',
    cancel: 'link',
  },
  practice: {
    open: 'look',
    state: 'look',
    changed: 'look',
    scan: 'look',
    scanExpired: 'look',
    enterCode: 'look',
    rejectNext: 'look',
    setPasskey: 'look',
    setOffline: 'look',
    unlink: 'look',
    setNetwork: 'look',
  },
} as const satisfies NeedsOf<Contract>;

/** A file that a page saves is no call; the main process refuses the download. */
export const needsToSave: Needs = 'administer';
