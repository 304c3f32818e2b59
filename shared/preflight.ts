import { z } from 'zod';

import { checkIds } from './preflight-rules.ts';
import { timestampSchema } from './session.ts';

export const checkIdSchema = z.enum(checkIds);

const plain = <C extends string>(code: C) => z.object({ code: z.literal(code) });
/** The system's or Node's own code (`ENOTFOUND`, `ECONNRESET`, …). */
const withSystemCode = <C extends string>(code: C) => plain(code).extend({ systemCode: z.string().max(60) });
/** Who made the certificate that was shown, in its own words: not to be believed, but worth reading. */
const withIssuer = <C extends string>(code: C) => plain(code).extend({ issuer: z.string().max(160) });
const withHttpStatus = <C extends string>(code: C) => plain(code).extend({ status: z.number().int() });
const withBytes = <C extends string>(code: C) => plain(code).extend({ bytes: z.number().nonnegative() });
const withMs = <C extends string>(code: C) => plain(code).extend({ ms: z.number() });

/**
 * What one check found. Closed: the window has words and advice for every one, in every language. What each amounts to
 * is `levelOf`.
 */
export const findingSchema = z.discriminatedUnion('code', [
  plain('dns-resolved'),
  /** The endpoint is an address already. */
  plain('dns-not-needed'),
  /** WhatsApp's name leads into a private network: a filter or a portal answers in its place. */
  plain('dns-private').extend({ address: z.string() }),
  withSystemCode('dns-failed'),
  plain('dns-timeout'),

  plain('tcp-connected'),
  plain('tcp-refused'),
  withSystemCode('tcp-unreachable'),
  plain('tcp-timeout'),

  /** The chain ends at an authority that browsers know by themselves. */
  withIssuer('tls-public'),
  /** The endpoint is on this machine and speaks without TLS. */
  plain('tls-not-needed'),
  /** Valid only by an authority that somebody added to this machine. */
  withIssuer('tls-intercepted-trusted'),
  withIssuer('tls-intercepted'),
  withIssuer('tls-wrong-name'),
  /** Expired, or not valid yet: in most cases it is the clock of this machine. */
  withIssuer('tls-dates'),
  withSystemCode('tls-failed'),
  plain('tls-timeout'),

  plain('websocket-opened'),
  /** A page for people came instead: a hotel's sign-in, a filter's notice. */
  withHttpStatus('websocket-portal'),
  withHttpStatus('websocket-refused'),
  withSystemCode('websocket-failed'),
  plain('websocket-timeout'),

  /** `ms`: this machine's clock is ahead by so much; negative: behind. */
  withMs('clock-right'),
  withMs('clock-wrong'),
  plain('clock-unknown'),

  plain('version-pinned').extend({ version: z.string() }),
  /** `ms`: how long ago it was fetched. */
  withMs('version-fresh').extend({ version: z.string() }),
  withMs('version-old').extend({ version: z.string() }),
  /** None was ever fetched: the one that the program came with is presented. */
  plain('version-own'),
  /** With another endpoint than WhatsApp's own nothing is fetched. */
  plain('version-not-needed'),

  /** Written, flushed and read back in so many ms. */
  withMs('disk-written'),
  withMs('disk-slow'),
  plain('disk-full'),
  plain('disk-denied'),
  plain('disk-failed'),
  plain('disk-timeout'),

  withBytes('space-enough'),
  withBytes('space-low'),
  withBytes('space-none'),
  plain('space-unknown'),

  plain('instance-alone'),
  plain('instance-other').extend({ pid: z.number().int() }),
  plain('instance-unknown'),

  plain('keyring-there'),
  plain('keyring-missing'),
  plain('keyring-unknown'),

  /** It builds on a check that failed, so there was nothing to look at. */
  plain('not-reached').extend({ after: checkIdSchema }),
  plain('cancelled'),
  /** A fault of the check itself, which is in the log. */
  plain('check-broken'),
]);
export type Finding = z.infer<typeof findingSchema>;

export const checkResultSchema = z.object({
  id: checkIdSchema,
  finding: findingSchema,
  /** How long it took. */
  ms: z.number().nonnegative(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** One look at the workstation and its way to WhatsApp, as far as it has come. */
export const preflightSchema = z.object({
  startedAt: timestampSchema,
  /** Absent while it runs. */
  endedAt: timestampSchema.optional(),
  /** The host it is about. */
  host: z.string(),
  /** What it looks at, in order. */
  checks: z.array(checkIdSchema),
  running: z.array(checkIdSchema),
  /** In the order in which they were known. */
  results: z.array(checkResultSchema),
});
export type Preflight = z.infer<typeof preflightSchema>;
