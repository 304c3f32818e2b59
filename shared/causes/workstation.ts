import { type CardOfKind, computer, freshQr, keepTrying, localFault } from './card.ts';

/** This workstation: its disk, its clock, this program. */
export const workstationCauses = {
  // Told once, when the next session begins: there is nothing here that could be tried again.
  'dead-device': {
    step: 'remove-device-on-phone',
    ...freshQr,
    likely: computer,
    reason: 'The program stopped in the middle of a pairing: the phone may list a device that no longer exists.',
  },
  'clock-wrong': {
    step: 'set-clock',
    ...keepTrying,
    likely: computer,
    reason: "By this machine's clock WhatsApp's certificate is not valid.",
  },
  // A person makes room, and the session goes on within a minute. Meanwhile a login may be accepted, and nothing of it saved.
  'storage-full': {
    step: 'check-disk',
    ...keepTrying,
    resume: true,
    pause: 'repeating',
    likely: computer,
    reason: 'The disk is full.',
  },
  'storage-denied': {
    step: 'check-disk',
    ...localFault,
    likely: computer,
    reason: 'The disk may not be written.',
  },
  // A second program on the same folder is kept out before there is a session: console/data-lock.ts.
  'storage-busy': {
    step: 'stop-other-program',
    ...localFault,
    likely: computer,
    reason: 'Another program holds the files.',
  },
  'storage-failed': {
    step: 'check-disk',
    ...localFault,
    likely: computer,
    reason: 'The disk failed.',
  },
  // Nothing is set aside for it: with the right key, or in its own place, the link opens.
  'storage-sealed': {
    step: 'check-disk',
    ...localFault,
    likely: computer,
    reason: 'The saved link is sealed with another key, or for another tenant. It is untouched.',
  },
  // Passes by itself once something is closed, so the session goes on trying.
  'out-of-descriptors': {
    step: 'wait',
    ...keepTrying,
    resume: true,
    likely: computer,
    reason: 'Too many files and connections are open at once. The saved link is untouched.',
  },
  // What must be saved is not acknowledged meanwhile: the session lets go of the link and opens it again.
  'storage-away': {
    step: 'wait',
    ...keepTrying,
    resume: true,
    likely: computer,
    reason: 'The database does not answer. The saved link is untouched.',
  },
  // The link itself is well: another server has it, or this one cannot prove any more that it holds it.
  'lease-lost': {
    step: 'wait',
    ...keepTrying,
    resume: true,
    likely: computer,
    reason: 'Another server holds this link.',
  },
  // Found while loading: the store sets aside what it must, before the machine hears of it.
  'credentials-corrupt': {
    step: 'scan-again',
    ...freshQr,
    likely: computer,
    reason: 'The saved credentials could not be read.',
  },
  'credentials-half-paired': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'link-taken-back': 2, 'this-computer': 2 },
    reason: 'The saved credentials were of a link never finished.',
  },
  'credentials-code-pending': {
    step: 'scan-again',
    ...freshQr,
    likely: { 'scan-not-taken': 2 },
    reason: 'A linking code had been asked for and never used.',
  },
  'internal-error': {
    step: 'report',
    ...localFault,
    likely: computer,
    reason: 'The console made an error.',
  },
} as const satisfies Readonly<Record<string, CardOfKind>>;
