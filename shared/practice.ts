import { z } from 'zod';

import { timestampSchema } from './session.ts';

/**
 * What a scan by the practice phone came to, or a code typed in on it.
 * - `linked`: the companion's signature was verified; its first login is still to come
 * - `phone-offline`, `not-a-linking-code`, `ref-expired`: nothing happened
 * - `keys-mismatch`, `signature-invalid`: what the console sent does not fit its code
 * - `secret-retired`: the code on screen is no longer valid; the console draws it anew
 * - `passkey-refused`: the account wanted its passkey, and the console's part of that was wrong
 * - `closed`, `no-answer`: the console went away or did not answer in time
 * - `rejected`: the phone said no after the scan
 * - `not-asked`: no console waits for a code to be typed in on this phone
 * - `wrong-code`: the two codes are not the same; another try is possible
 * - `code-expired`: the code was asked for more than three minutes ago
 * - `finish-refused`: WhatsApp did not take what the console sent after the code was typed
 * - `bundle-invalid`: the codes are the same, and what the console sent with its own is wrong
 */
export const practiceOutcomeSchema = z.enum([
  'linked',
  'phone-offline',
  'not-a-linking-code',
  'ref-expired',
  'keys-mismatch',
  'secret-retired',
  'passkey-refused',
  'closed',
  'no-answer',
  'signature-invalid',
  'rejected',
  'not-asked',
  'wrong-code',
  'code-expired',
  'finish-refused',
  'bundle-invalid',
]);

/** The phone to play with and the network around it. All of it is gone when the practice window closes. */
export const practiceStateSchema = z.object({
  phone: z.object({
    /** Whole, as people write it: it is nobody's, and staff type it in to link with a code. */
    number: z.string(),
    name: z.string(),
    /** An offline phone cannot scan, and reads its messages when it comes back. */
    offline: z.boolean(),
    /** Its linked devices, oldest first. */
    devices: z.array(z.object({ id: z.string(), online: z.boolean() })),
    /** What it has been sent, oldest first; the last fifty. */
    messages: z.array(z.object({ text: z.string(), at: timestampSchema })),
  }),
  /** The next scan is refused by the phone after the console has signed. */
  rejectsNext: z.boolean(),
  /** The account wants its passkey before it links. */
  wantsPasskey: z.boolean(),
  /** The code that the phone shows, to be compared with the console's. */
  confirmationCode: z.string().optional(),
  networkUp: z.boolean(),
  lastScan: z.object({ outcome: practiceOutcomeSchema, at: timestampSchema }).optional(),
});
export type PracticeState = z.infer<typeof practiceStateSchema>;
