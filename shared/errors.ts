import { z } from 'zod';

import { assertionProblemSchema } from './passkey.ts';

/** What kept a file from being read or written. */
export const storageCodeSchema = z.enum([
  'storage-full',
  'storage-denied',
  'storage-busy',
  'storage-failed',
  /** The process, or the system, has as many files and connections open as it may. The disk is well. */
  'out-of-descriptors',
  /** Sealed by another key or for another place, or there is no key. Nothing says that it is damaged. */
  'storage-sealed',
  /** The database does not answer. Whether it did what it was asked is not known. */
  'storage-away',
  /** Another server holds the link, or may hold it. Nothing was written. */
  'lease-lost',
]);

/** A store could not read or write. `place` names where to look: a folder, or a database. */
export const storageErrorSchema = z.object({
  code: storageCodeSchema,
  place: z.string(),
});
export type StorageError = z.infer<typeof storageErrorSchema>;

/** Why there is no linking code. */
const codeErrorSchema = z.discriminatedUnion('code', [
  /** No QR is live, and a code needs the connection that shows one. */
  z.object({ code: z.literal('code-not-possible') }),
  /**
   * 400: the number is none of WhatsApp's, *or* too many codes were asked for this number lately; WhatsApp has one answer
   * for both (whatsapp-rust `wacore/src/pair_code.rs`, `PairCodeRejection`).
   */
  z.object({ code: z.literal('code-number-refused'), statusCode: z.number().int() }),
  /** 452: WhatsApp does not offer linking with a code for this account. The QR remains. */
  z.object({ code: z.literal('code-unavailable'), statusCode: z.number().int() }),
  /** Any other refusal. */
  z.object({ code: z.literal('code-refused'), statusCode: z.number().int() }),
  /** Too many were asked for; `until` is epoch milliseconds. */
  z.object({ code: z.literal('code-cooldown'), until: z.number().int().nonnegative() }),
  z.object({ code: z.literal('code-unanswered') }),
]);
export type CodeError = z.infer<typeof codeErrorSchema>;

/** Why a passkey's answer led nowhere. Another try is possible while the request stands. */
const passkeyErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('passkey-not-asked') }),
  z.object({ code: z.literal('passkey-invalid'), problem: assertionProblemSchema }),
  z.object({ code: z.literal('passkey-refused'), statusCode: z.number().int() }),
  z.object({ code: z.literal('passkey-unanswered') }),
]);
export type PasskeyError = z.infer<typeof passkeyErrorSchema>;

/** Why the system gave no answer for WhatsApp's request, by `CeremonyFailure`. Another try is possible. */
const ceremonyErrorSchema = z.object({
  code: z.enum([
    'passkey-cancelled',
    'passkey-timed-out',
    'passkey-no-authenticator',
    'passkey-not-allowed',
    'passkey-unsupported',
  ]),
});

/**
 * Why WhatsApp did not take a message: the account is restricted, a device list or key was out of date, the address was
 * wrong, too many messages; `other` also stands for a message that could not be written.
 */
export const sendRefusalSchema = z.enum(['restricted', 'stale-keys', 'addressing', 'rate', 'other']);
export type SendRefusal = z.infer<typeof sendRefusalSchema>;

/** There is a tenant with this id already, or with this id in other letter case. */
const tenantExistsSchema = z.object({ code: z.literal('tenant-exists'), id: z.string() });
export type TenantExists = z.infer<typeof tenantExistsSchema>;

/** Why a command for a tenant was not carried out, from the window or from the bridge. */
const registryErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('invalid-request') }),
  z.object({ code: z.literal('unknown-tenant') }),
  tenantExistsSchema,
  storageErrorSchema,
  z.object({ code: z.literal('not-connected') }),
  z.object({ code: z.literal('send-timeout') }),
  z.object({ code: z.literal('send-failed'), reason: sendRefusalSchema, statusCode: z.number().int().optional() }),
  /** WhatsApp's media servers did not take the file; `statusCode` is what the last one answered. */
  z.object({ code: z.literal('media-not-uploaded'), statusCode: z.number().int().optional() }),
  /** WhatsApp knows no account with this number. */
  z.object({ code: z.literal('not-on-whatsapp') }),
  /** Messages are on their way, and did not get through in the time they were given. */
  z.object({ code: z.literal('busy') }),
  z.object({ code: z.literal('invalid-number') }),
  /** The password of a proxy can be kept nowhere: there is no keyring. */
  z.object({ code: z.literal('proxy-password-not-kept') }),
  /** Another number has linked than the one that was decided on, or none is to be decided on any more. */
  z.object({ code: z.literal('number-changed') }),
  /** Another program has taken the link over, `since` then (epoch milliseconds). It takes a word to take it back. */
  z.object({ code: z.literal('taken-over'), since: z.number().int().nonnegative() }),
  codeErrorSchema,
  passkeyErrorSchema,
  /** The tenant has a link, which is not overwritten. */
  z.object({ code: z.literal('tenant-linked') }),
  /**
   * So many attempts to link were made, on this number or from this workstation, that WhatsApp might refuse further ones
   * for a long time. `until`: when the next one may be made, epoch milliseconds.
   */
  z.object({
    code: z.literal('attempts-paused'),
    scope: z.enum(['number', 'workstation']),
    until: z.number().int().nonnegative(),
  }),
  /** This tenant shows no code that a phone could have scanned. */
  z.object({ code: z.literal('no-live-qr') }),
  z.object({ code: z.literal('shutting-down') }),
  z.object({ code: z.literal('internal-error') }),
]);
export type RegistryError = z.infer<typeof registryErrorSchema>;

/** No removal of this tenant is kept any more, or it was brought back already. */
const nothingToRestoreSchema = z.object({ code: z.literal('nothing-to-restore') });
export type NothingToRestore = z.infer<typeof nothingToRestoreSchema>;

/** The scan has led to a link meanwhile, or its entry is in the log no more. */
const nothingToExplainSchema = z.object({ code: z.literal('nothing-to-explain') });

/** Why there is no update, or why it is not installed. */
const updateErrorSchema = z.discriminatedUnion('code', [
  /** The address does not answer, or not with a file; `statusCode`: with what instead. */
  z.object({ code: z.literal('update-unreachable') }),
  z.object({ code: z.literal('update-not-found'), statusCode: z.number().int() }),
  /** Not signed with the key that is part of this program, or not readable. */
  z.object({ code: z.literal('update-unsigned') }),
  /** Older than the version that runs, or than one that was offered before. */
  z.object({ code: z.literal('update-old'), id: z.string() }),
  /** The file is not the one that was signed. */
  z.object({ code: z.literal('update-tampered') }),
  /** The download ended too early. */
  z.object({ code: z.literal('update-broken') }),
  /** The release has no file for this kind of installation. */
  z.object({ code: z.literal('update-no-file') }),
  /** A code is on screen, or a queue runs. */
  z.object({ code: z.literal('update-while-linking') }),
  /** The system's installer did not install it. */
  z.object({ code: z.literal('update-not-installed') }),
]);
export type UpdateError = z.infer<typeof updateErrorSchema>;

/** Why a protocol pack does not count. */
const packErrorSchema = z.discriminatedUnion('code', [
  /** Not signed with the key that is part of this program, or not readable. */
  z.object({ code: z.literal('pack-unsigned') }),
  z.object({ code: z.literal('pack-too-large') }),
  /** Signed, but it says what no pack may say. */
  z.object({ code: z.literal('pack-out-of-bounds') }),
  /** `id`: its number, which is lower than one that was seen. */
  z.object({ code: z.literal('pack-old'), id: z.string() }),
  /** `id`: the versions that it is for. */
  z.object({ code: z.literal('pack-other-version'), id: z.string() }),
  /** Nothing changes while a phone is being linked. */
  z.object({ code: z.literal('pack-while-linking') }),
]);
export type PackError = z.infer<typeof packErrorSchema>;

/** Why a command of the window was not carried out. Closed, so that the renderer has words for every one. */
export const commandErrorSchema = z.discriminatedUnion('code', [
  registryErrorSchema,
  nothingToRestoreSchema,
  ceremonyErrorSchema,
  nothingToExplainSchema,
  /** The system has no place for a tray icon. */
  z.object({ code: z.literal('no-tray') }),
  /** An administrator has decided this setting for everybody at this computer. */
  z.object({ code: z.literal('managed') }),
  /** The keyring that guards the bridge's secret does not open, or the file is damaged. */
  z.object({ code: z.literal('secret-unreadable') }),
  /** Another key of the bridge has this name. */
  z.object({ code: z.literal('key-exists') }),
  z.object({ code: z.literal('too-many-keys') }),
  /** Revoked already. */
  z.object({ code: z.literal('unknown-key') }),
  /** Nobody is signed in. */
  z.object({ code: z.literal('locked') }),
  /** The operator who is signed in may not do this. */
  z.object({ code: z.literal('role-refused') }),
  z.object({ code: z.literal('wrong-pin') }),
  /** After wrong PINs: none is looked at before `until`, epoch milliseconds. */
  z.object({ code: z.literal('pin-wait'), until: z.number().int().nonnegative() }),
  z.object({ code: z.literal('wrong-passphrase') }),
  /** After wrong passphrases: none is looked at before `until`, epoch milliseconds. */
  z.object({ code: z.literal('passphrase-wait'), until: z.number().int().nonnegative() }),
  /** Removed already. */
  z.object({ code: z.literal('unknown-operator') }),
  /** Another operator has this name. */
  z.object({ code: z.literal('operator-exists') }),
  z.object({ code: z.literal('too-many-operators') }),
  /** Without one, nobody could add an operator or set a new PIN. */
  z.object({ code: z.literal('last-administrator') }),
  z.object({ code: z.literal('operators-unreadable') }),
  /** The system would not put the program on the list of what starts with it, or take it off. */
  z.object({ code: z.literal('autostart-failed') }),
  z.object({ code: z.literal('link-not-opened') }),
  /** The system has no printer, or would not print. */
  z.object({ code: z.literal('not-printed') }),
  z.object({ code: z.literal('folder-not-opened'), folder: z.string() }),
  /** WhatsApp's page for it gave no version, or did not answer. */
  z.object({ code: z.literal('version-not-fetched') }),
  /** The data key does not open with what has opened it at the start. */
  z.object({ code: z.literal('data-key-unopened') }),
  z.object({ code: z.literal('practice-failed') }),
  updateErrorSchema,
  packErrorSchema,
]);
export type CommandError = z.infer<typeof commandErrorSchema>;
