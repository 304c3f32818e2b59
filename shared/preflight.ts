import { z } from 'zod';

import { type FindingCode, checkIds } from './preflight-rules.ts';
import { timestampSchema } from './session.ts';

export const checkIdSchema = z.enum(checkIds);

const plain = <C extends FindingCode>(code: C) => z.object({ code: z.literal(code) });
/** The system's or Node's own code (`ENOTFOUND`, `ECONNRESET`, …). */
const withSystemCode = <C extends FindingCode>(code: C) => plain(code).extend({ systemCode: z.string().max(60) });
/** The issuer that the certificate names. A forged certificate can name any. */
const withIssuer = <C extends FindingCode>(code: C) => plain(code).extend({ issuer: z.string().max(160) });
const withHttpStatus = <C extends FindingCode>(code: C) => plain(code).extend({ status: z.number().int() });
const withBytes = <C extends FindingCode>(code: C) => plain(code).extend({ bytes: z.number().nonnegative() });
/** The proxy as `http://host:port`, without user name and password; several in the order in which they are tried. */
const withProxy = <C extends FindingCode>(code: C) => plain(code).extend({ proxy: z.string().max(600) });
const withMs = <C extends FindingCode>(code: C) => plain(code).extend({ ms: z.number() });

/**
 * What one check found. Closed: the window has words and advice for every code, in every language. `levelOf` has the
 * level of each.
 */
export const findingSchema = z.discriminatedUnion('code', [
  /** No proxy is named for WhatsApp's address. */
  plain('route-direct'),
  /** It was set to go direct. */
  plain('route-exempt'),
  /** The settings of this program name it. */
  withProxy('route-set'),
  /** The system, a PAC file or the environment names these. */
  withProxy('route-system'),
  withProxy('route-tenant'),
  plain('route-timeout'),
  /** The tenant's record was damaged: whether it has a proxy is not known. */
  plain('route-lost'),

  plain('dns-resolved'),
  /** The proxy's own name has an address, or it is one; the proxy looks up WhatsApp's. */
  withProxy('dns-proxy-resolved'),
  withProxy('dns-proxy-failed').extend({ systemCode: z.string().max(60) }),
  /** The endpoint is an address already. */
  plain('dns-not-needed'),
  /** It leads to an address, and the answer took long. */
  withMs('dns-slow'),
  /** WhatsApp's name resolves to a private address: a filter or a portal answers in its place. */
  plain('dns-private').extend({ address: z.string() }),
  withSystemCode('dns-failed'),
  plain('dns-timeout'),

  plain('tcp-connected'),
  /** The proxy opened a way to WhatsApp. */
  withProxy('tcp-tunnel'),
  withProxy('proxy-unreachable').extend({ systemCode: z.string().max(60) }),
  /** It wants a user name and a password; in `proxy-login-refused` it did not take those it got. */
  withProxy('proxy-sign-in'),
  withProxy('proxy-login-refused'),
  withProxy('proxy-sign-in-unsupported').extend({ schemes: z.string().max(300) }),
  withProxy('proxy-refused').extend({ status: z.number().int() }),
  withProxy('proxy-page').extend({ status: z.number().int() }),
  withProxy('proxy-cut'),
  plain('tcp-refused'),
  withSystemCode('tcp-unreachable'),
  plain('tcp-timeout'),
  /** WhatsApp's port is shut, and a page of this network answers plain HTTP in its place. */
  withHttpStatus('tcp-portal'),

  /** The chain ends at an authority that browsers trust by default. */
  withIssuer('tls-public'),
  /** The endpoint is on this machine and speaks without TLS. */
  plain('tls-not-needed'),
  /** Valid only because of an authority that was added to this machine. */
  withIssuer('tls-intercepted-trusted'),
  withIssuer('tls-intercepted'),
  withIssuer('tls-wrong-name'),
  /** Expired, or not valid yet. Mostly the clock of this machine is wrong. */
  withIssuer('tls-dates'),
  withSystemCode('tls-failed'),
  plain('tls-timeout'),

  /** `until`: the day on which the certificates of WhatsApp's Noise handshake end, `YYYY-MM-DD`. */
  plain('websocket-opened').extend({ until: z.iso.date().optional() }),
  /** By this machine's clock those certificates have ended on that day. Sessions accept them: the clock may be wrong. */
  plain('websocket-expired').extend({ until: z.iso.date() }),
  /** By this machine's clock they are not valid yet. Sessions accept them. */
  plain('websocket-early'),
  /** The server cannot prove by them that it is WhatsApp. No session speaks to it. */
  plain('websocket-impostor'),
  /** A web page came instead: a hotel's sign-in, a filter's notice. */
  withHttpStatus('websocket-portal'),
  withHttpStatus('websocket-refused'),
  withSystemCode('websocket-failed'),
  plain('websocket-timeout'),

  /** `ms`: how far this machine's clock is ahead; negative: behind. */
  withMs('clock-right'),
  withMs('clock-wrong'),
  plain('clock-unknown'),

  plain('version-pinned').extend({ version: z.string() }),
  /** `ms`: how long ago it was fetched. */
  withMs('version-fresh').extend({ version: z.string() }),
  withMs('version-old').extend({ version: z.string() }),
  /** No version was ever fetched: the console presents the one it was built with. */
  plain('version-own'),
  /** Versions are fetched for WhatsApp's own endpoint only. */
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

  /** It needs a check that failed. */
  plain('not-reached').extend({ after: checkIdSchema }),
  plain('cancelled'),
  /** The check itself failed; the log has the error. */
  plain('check-broken'),
]);
export type Finding = z.infer<typeof findingSchema>;

export const checkResultSchema = z.object({
  id: checkIdSchema,
  finding: findingSchema,
  /** How long it took, in ms. */
  ms: z.number().nonnegative(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** One run of the checks, so far. */
export const preflightSchema = z.object({
  startedAt: timestampSchema,
  /** Absent while it runs. */
  endedAt: timestampSchema.optional(),
  /** The host that was checked. */
  host: z.string(),
  /** The checks, in order. */
  checks: z.array(checkIdSchema),
  running: z.array(checkIdSchema),
  /** In the order in which they finished. */
  results: z.array(checkResultSchema),
});
export type Preflight = z.infer<typeof preflightSchema>;
