import { z } from 'zod';

import { appCommandSchema, appInfoSchema, licenceSchema, powerSchema, printSchema } from '../app.ts';
import { auditListSchema } from '../audit.ts';
import { bridgeKeySchema, madeBridgeKeySchema, newBridgeKeySchema } from '../bridge-keys.ts';
import { bridgeSettingsSchema, bridgeStateSchema, webhookTestSchema } from '../bridge.ts';
import { consoleChangeSchema, consoleStateSchema } from '../console.ts';
import { dataStateSchema, newPassphraseSchema, passphraseSchema } from '../data.ts';
import { diagnosticJobSchema, diagnosticsStateSchema } from '../diagnostics.ts';
import { commandErrorSchema } from '../errors.ts';
import { flightSchema } from '../flight.ts';
import { journalEntrySchema, lossSchema, newLinkSchema, phoneAnswerSchema } from '../journal.ts';
import { linkingStateSchema, linkingWaySchema, unassignedLinkSchema, wallSizeSchema } from '../linking.ts';
import { networkSettingsSchema, networkStateSchema, proxyLoginSchema } from '../network.ts';
import { pinLength } from '../operator-rules.ts';
import {
  lockMinutesSchema,
  operatorIdSchema,
  operatorNameSchema,
  operatorsStateSchema,
  pinSchema,
  roleSchema,
} from '../operators.ts';
import { practiceStateSchema } from '../practice.ts';
import { preferencesSchema } from '../preferences.ts';
import { protocolStateSchema } from '../protocol-pack.ts';
import { liveCodeSchema } from '../session.ts';
import { shiftSchema } from '../shift.ts';
import {
  expectedNumberSchema,
  newTenantSchema,
  proxySchema,
  removedTenantSchema,
  tenantIdSchema,
  tenantNameSchema,
} from '../tenant.ts';
import { updateUrlSchema, updatesStateSchema } from '../updates.ts';
import { waVersionSchema, waVersionStateSchema } from '../wa-version.ts';
import { call, event } from './define.ts';

const nothing = z.null();
const tenant = z.object({ tenantId: tenantIdSchema });

/**
 * Everything that crosses between the main process and the window, in one value. The registrar in electron/ipc, the
 * preload bridge, the renderer's `console` type and the fake in tests all derive from it; the channel names are its
 * paths.
 */
export const contract = {
  app: {
    info: call(nothing, appInfoSchema),
    /** Shows the folder with everything the program keeps in the system's file manager. */
    openDataFolder: call(nothing, nothing),
    /** The packages that are part of the program, by name. */
    licences: call(nothing, z.array(licenceSchema)),
    /** Opens a page that WhatsApp points to, in the system's browser. */
    openLink: call(z.object({ url: z.url({ protocol: /^https$/ }).max(500) }), nothing),
    /** Puts text on the system's clipboard. */
    copyText: call(z.object({ text: z.string().max(2000) }), nothing),
    /** Has the system ask how to print what the page holds for print: a tenant's slip, or the shift. */
    print: call(printSchema, nothing),
    setFullScreen: call(z.object({ on: z.boolean() }), nothing),
    command: event(appCommandSchema),
    power: event(powerSchema),
  },
  console: {
    state: call(nothing, consoleStateSchema),
    changed: event(consoleChangeSchema),
    dismissNotice: call(z.object({ id: z.string() }), nothing),
  },
  tenants: {
    add: call(newTenantSchema, nothing),
    /** Adds one after the other; what is refused is answered with its reason and stops none of the others. */
    import: call(
      z.object({ rows: z.array(newTenantSchema).max(2000) }),
      z.object({
        added: z.number().int().nonnegative(),
        refused: z.array(z.object({ tenantId: tenantIdSchema, error: commandErrorSchema })),
      }),
    ),
    /**
     * Tenants whose expected or linked number ends with one of these, digits only: the window has numbers masked, so it
     * cannot look by itself.
     */
    withNumber: call(
      z.object({ endings: z.array(z.string().regex(/^[0-9]{3,15}$/)).max(20) }),
      z.array(tenantIdSchema),
    ),
    /** The number that is to be linked, whole, for a form to begin with; `null`: none was given. */
    expectedNumber: call(tenant, expectedNumberSchema.nullable()),
    rename: call(z.object({ tenantId: tenantIdSchema, name: tenantNameSchema }), nothing),
    /** The number that is to be linked, from now on; `null`: any will do. */
    expectNumber: call(tenant.extend({ expectedNumber: expectedNumberSchema.nullable() }), nothing),
    /**
     * The proxy of the tenant's link and files, with user name and password where it wants them; `null`: this computer's
     * way. `proxy-password-not-kept` where there is no keyring.
     */
    useProxy: call(tenant.extend({ proxy: proxySchema.nullable() }), nothing),
    /** Closes the session and sets the tenant's folder aside, to be kept for seven days. */
    remove: call(tenant, nothing),
    /** Undoes the newest removal: the folder comes back whole, and the session if it was running. */
    restore: call(tenant, nothing),
    /** What `restore` can bring back, newest first. */
    removed: call(nothing, z.array(removedTenantSchema)),
  },
  session: {
    /** `taken-over` where another program has the link. */
    start: call(tenant, nothing),
    /** The same, and where another program has taken the link over, it loses it. */
    takeOver: call(tenant, nothing),
    /** Sets the saved credentials aside and asks for a fresh QR. */
    relink: call(tenant, nothing),
    /**
     * Logs out at WhatsApp, then sets the credentials aside. `loggedOut`: WhatsApp has confirmed it; else the phone may
     * still list this device.
     */
    disconnect: call(tenant, z.object({ loggedOut: z.boolean() })),
    /** The number that has linked, as it was shown, becomes the expected one: only then is it connected. */
    acceptNumber: call(tenant.extend({ linked: z.string().max(20) }), nothing),
    /** The expected and the linked number in full, while they differ; noted in the log. */
    revealNumbers: call(tenant, z.object({ expected: expectedNumberSchema, linked: z.string().max(20) })),
    /** Logs the number that has linked out at WhatsApp and shows a fresh QR. */
    refuseNumber: call(tenant.extend({ linked: z.string().max(20) }), nothing),
    /** Asks WhatsApp for a linking code in the live QR's place; answers once it has agreed. */
    requestCode: call(tenant.extend({ number: expectedNumberSchema }), liveCodeSchema),
    /**
     * Opens the window in which the system asks for the account's passkey, or brings it to the front. Answers when what
     * came of it has been to WhatsApp and back: minutes, if its owner takes them.
     */
    usePasskey: call(tenant, nothing),
    /** Someone has seen the confirmation code on the phone. */
    confirmPasskey: call(tenant, nothing),
    /** The phone shows another code: ends the attempt with nothing sent, and asks for a fresh QR. */
    rejectPasskey: call(tenant, nothing),
    /** Somebody has scanned the code on screen: without a link in 20 s that is a failure. */
    claimScan: call(tenant, nothing),
    /**
     * What the phone shows of the scan that was claimed at `since` (epoch ms): that scan counts as failed from here on.
     * Answers its entry in the log.
     */
    phoneSays: call(
      tenant.extend({ since: z.number().int().nonnegative(), answer: phoneAnswerSchema }),
      journalEntrySchema,
    ),
    /** Sends the linked account a message to itself; answers once WhatsApp has acknowledged it. */
    sendTestMessage: call(tenant.extend({ text: z.string().min(1).max(500) }), z.object({ durationMs: z.number() })),
  },
  /** Linking mode: tenants one after the other (electron/pairing/linking-queue.ts). */
  linking: {
    /** `null`: there is no queue. */
    state: call(nothing, linkingStateSchema.nullable()),
    changed: event(linkingStateSchema.nullable()),
    /** Puts these at the end of the queue, or begins one. */
    begin: call(z.object({ tenantIds: z.array(tenantIdSchema).max(2000) }), nothing),
    /** How the codes are shown from here on; `tiles` counts on the wall. */
    setWay: call(z.object({ way: linkingWaySchema, tiles: wallSizeSchema }), nothing),
    skip: call(nothing, nothing),
    /** Skips one of the tenants whose codes are on screen. */
    skipTenant: call(tenant, nothing),
    /** Opens the window for customers on another display, or brings it to the front. */
    openDisplay: call(nothing, nothing),
    /** A new code for every phone. */
    renewShared: call(nothing, nothing),
    back: call(nothing, nothing),
    pause: call(nothing, nothing),
    resume: call(nothing, nothing),
    /** Those that failed or were skipped are in line again. */
    retry: call(nothing, nothing),
    end: call(nothing, nothing),
  },
  /** Links by the shared code that no tenant was to have (electron/pairing/unassigned-links.ts). */
  unassigned: {
    state: call(nothing, z.array(unassignedLinkSchema)),
    changed: event(z.array(unassignedLinkSchema)),
    /** `tenant-linked` where the tenant has a link already. */
    assign: call(tenant.extend({ linkId: tenantIdSchema }), nothing),
    /** Logs out. `loggedOut`: WhatsApp has confirmed it; else the phone may still list this device. */
    refuse: call(z.object({ linkId: tenantIdSchema }), z.object({ loggedOut: z.boolean() })),
  },
  journal: {
    /** Newest first. */
    list: call(
      z.object({ tenantId: tenantIdSchema.optional(), limit: z.number().int().min(1).max(10_000) }),
      z.array(journalEntrySchema),
    ),
    /** The frames that led to an entry, oldest first; `null`: none were kept. */
    flight: call(z.object({ id: z.string() }), flightSchema.nullable()),
    /** The frames that led to the tenant's newest link, oldest first; `null`: none were kept. */
    linkFlight: call(tenant, flightSchema.nullable()),
    /** New links of the last 90 days, oldest first. */
    newLinks: call(nothing, z.array(newLinkSchema)),
    /** What the phone showed when this entry was made; answers the entry with what follows from both. */
    phoneSays: call(z.object({ id: z.string(), answer: phoneAnswerSchema }), journalEntrySchema),
    /** What has been done at this workstation today, numbers left out. */
    shift: call(nothing, shiftSchema),
    /** What the log has lost; `null`: nothing. */
    loss: call(nothing, lossSchema.nullable()),
    appended: event(journalEntrySchema),
    /** Something was added to this entry. */
    amended: event(journalEntrySchema),
    /** WhatsApp has let a new link in. */
    linked: event(newLinkSchema),
  },
  preferences: {
    get: call(nothing, preferencesSchema),
    set: call(preferencesSchema.partial(), preferencesSchema),
    changed: event(preferencesSchema),
  },
  /** Which WA Web version is presented to WhatsApp, from the next socket on. In practice every call is refused. */
  waVersion: {
    state: call(nothing, waVersionStateSchema),
    /** `null`: the newest that is known. */
    pin: call(z.object({ version: waVersionSchema.nullable() }), waVersionStateSchema),
    /** Asks WhatsApp now. */
    fetch: call(nothing, waVersionStateSchema),
  },
  /** New versions of this program (electron/updates). In practice every call is refused. */
  updates: {
    state: call(nothing, updatesStateSchema),
    changed: event(updatesStateSchema),
    /** Where they come from. */
    configure: call(z.object({ url: updateUrlSchema }), updatesStateSchema),
    /** Looks now; answers at once, what comes of it comes as changes. */
    look: call(nothing, nothing),
    /** Installs what is ready and starts the program again. `update-while-linking` while a phone is being linked. */
    restart: call(nothing, nothing),
  },
  /** Values of WhatsApp's that come as a small signed file (electron/updates/protocol-pack). In practice there are none. */
  protocol: {
    state: call(nothing, protocolStateSchema),
    changed: event(protocolStateSchema),
    /** Whether packs are looked for and count. `pack-while-linking` while a phone is being linked. */
    use: call(z.object({ on: z.boolean() }), protocolStateSchema),
    /** Back to the program's own values, until there is a newer pack. `pack-while-linking` as above. */
    back: call(nothing, protocolStateSchema),
  },
  /** How the program reaches the outside. In practice every call is refused: practice stays on this machine. */
  network: {
    state: call(nothing, networkStateSchema),
    /** What is not given stays as it is; the next connection takes it. */
    configure: call(networkSettingsSchema.partial(), networkStateSchema),
    /** Keeps user name and password for the proxy that asked, in the keyring, and tries again. */
    signIn: call(proxyLoginSchema, networkStateSchema),
    changed: event(networkStateSchema),
  },
  /** The console over HTTP, for a backend. In practice every call but `state` is refused. */
  bridge: {
    state: call(nothing, bridgeStateSchema),
    /** What is not given stays as it is; takes effect at once. */
    configure: call(bridgeSettingsSchema.partial(), bridgeStateSchema),
    /** Puts the secret on the system's clipboard; the window never has it. */
    copySecret: call(nothing, nothing),
    /** From here on only a new secret lets anyone in. */
    renewSecret: call(nothing, bridgeStateSchema),
    /** Makes a key. The answer alone has its text: it is shown once. */
    addKey: call(newBridgeKeySchema, madeBridgeKeySchema),
    /** Takes a key back, at once; answers which it was. */
    revokeKey: call(bridgeKeySchema.pick({ id: true }), bridgeKeySchema.pick({ name: true })),
    /** Puts the secret that webhooks are signed with on the system's clipboard. */
    copySigningSecret: call(nothing, nothing),
    /** From here on webhooks are signed with a new secret. */
    renewSigningSecret: call(nothing, bridgeStateSchema),
    /** Makes one call to the backend that changes nothing there, and answers what came of it. */
    testWebhook: call(nothing, webhookTestSchema),
    changed: event(bridgeStateSchema),
  },
  /** Who did what (electron/audit). In practice every call is refused: nothing is done there that anyone must answer for. */
  audit: { list: call(nothing, auditListSchema) },
  /** How the data folder is sealed (electron/desk/data-handlers.ts). In practice every call is refused: its files are thrown away. */
  data: {
    state: call(nothing, dataStateSchema),
    changed: event(dataStateSchema),
    /** The answer alone has the code: it is shown once, and an earlier one opens nothing any more. */
    makeRecoveryCode: call(nothing, z.object({ code: z.string() })),
    /** Somebody has the code on paper. */
    confirmRecoveryCode: call(nothing, dataStateSchema),
    /** A new data key. The next start seals everything with it; the recovery code opens nothing any more. */
    renewKey: call(nothing, dataStateSchema),
    /**
     * Where a passphrase opens the folder. `wrong-passphrase`, and after several of them `passphrase-wait`. The recovery code
     * stays; an old copy of the folder still opens with the old passphrase, until there is a new data key.
     */
    changePassphrase: call(z.object({ current: passphraseSchema, next: newPassphraseSchema }), nothing),
    /** A folder that was left open is sealed after all: the program starts again and does it. */
    sealNow: call(nothing, nothing),
    /** Ends the program without a question, and starts it again. */
    restart: call(nothing, nothing),
  },
  /** Who may use this window, and its lock (electron/operators). In practice there are none. */
  operators: {
    state: call(nothing, operatorsStateSchema),
    changed: event(operatorsStateSchema),
    /** `wrong-pin`, and after several of them `pin-wait`. */
    signIn: call(z.object({ id: operatorIdSchema, pin: z.string().max(pinLength.most) }), nothing),
    lock: call(nothing, nothing),
    /** The first one has to be an administrator, and is signed in at once. */
    add: call(z.object({ name: operatorNameSchema, role: roleSchema, pin: pinSchema }), nothing),
    change: call(z.object({ id: operatorIdSchema, name: operatorNameSchema, role: roleSchema }), nothing),
    /** The PIN of the operator who is signed in: `wrong-pin` and `pin-wait` as for `signIn`. */
    changePin: call(z.object({ current: z.string().max(pinLength.most), pin: pinSchema }), nothing),
    /** Of another, or where it was forgotten. */
    setPin: call(z.object({ id: operatorIdSchema, pin: pinSchema }), nothing),
    /** `last-administrator` while there are others. Without any operator nothing is locked any more. */
    remove: call(z.object({ id: operatorIdSchema }), nothing),
    lockAfter: call(z.object({ minutes: lockMinutesSchema }), nothing),
  },
  /** Whether it is this workstation or the way to WhatsApp. In practice every call is refused. */
  diagnostics: {
    state: call(nothing, diagnosticsStateSchema),
    changed: event(diagnosticsStateSchema),
    /** Looks at the workstation and its way to WhatsApp; answers at once, the results come as changes. */
    checkWorkstation: call(nothing, nothing),
    /** Links a practice phone with this very program, offline; answers at once, the steps come as changes. */
    testProgram: call(nothing, nothing),
    /**
     * Asks where, then writes everything that helps to help into one zip; no secret is in it.
     * `nameDumps`: somebody agrees that it names the crash dumps, with their times and sizes; they are never inside.
     */
    saveBundle: call(z.object({ nameDumps: z.boolean() }), nothing),
    /** Shows the zip that was saved last in the system's file manager. */
    showBundle: call(nothing, nothing),
    cancel: call(z.object({ job: diagnosticJobSchema }), nothing),
  },
  /** A second window with another console, other files and a pretend WhatsApp. All but `open` answer there only. */
  practice: {
    /** Opens the practice window, or brings it to the front. */
    open: call(nothing, nothing),
    state: call(nothing, practiceStateSchema),
    changed: event(practiceStateSchema),
    /** The practice phone scans the code that this tenant shows now; the outcome is in the state. */
    scan: call(tenant, nothing),
    /** The practice phone scans a code of this tenant that has expired. */
    scanExpired: call(tenant, nothing),
    /** The practice phone's owner types in a linking code; the outcome is in the state. */
    enterCode: call(z.object({ code: z.string().max(20) }), nothing),
    rejectNext: call(nothing, nothing),
    /** Whether the phone's account wants its passkey whenever it is linked. */
    setPasskey: call(z.object({ wanted: z.boolean() }), nothing),
    setOffline: call(z.object({ offline: z.boolean() }), nothing),
    unlink: call(z.object({ id: z.string() }), nothing),
    /** Down: every connection is cut and none is taken. */
    setNetwork: call(z.object({ up: z.boolean() }), nothing),
  },
};
export type Contract = typeof contract;
