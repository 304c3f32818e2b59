import { z } from 'zod';

import { backendUrlSchema } from '../../shared/bridge.ts';
import { logLevels } from '../../shared/log-levels.ts';
import { networkUses } from '../../shared/network-rules.ts';
import { proxyProblem, readProxy } from '../../shared/proxy-rules.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { waVersionSchema } from '../../shared/wa-version.ts';

/** Another endpoint is for practice and tests, so it lies on this machine: nothing else may pose as WhatsApp. */
const loopbackUrl = z.url({
  protocol: /^ws$/,
  hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/,
  error: 'is for ws:// on this machine',
});

/** The bridge's, wherever it runs. */
const bridgeVariables = {
  BRIDGE_HOST: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], { error: 'needs an IP address, or localhost' }),
  BRIDGE_PORT: z.coerce.number({ error: 'is no port' }).int().min(0).max(65_535),
  /** Further host names that callers use, between commas. */
  BRIDGE_NAMES: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(,[A-Za-z0-9.-]+)*$/, { error: 'needs host names, with commas between them' })
    .transform((names) => names.toLowerCase().split(',')),
  INTERNAL_SECRET: z.string({ error: 'is required' }).min(32, { error: 'needs 32 characters or more' }),
  BACKEND_URL: backendUrlSchema,
  /** What webhooks are signed with. */
  WEBHOOK_SECRET: z.string().min(32, { error: 'needs 32 characters or more' }),
  /** Whether the backend is sent the messages that come in. */
  INCOMING_MESSAGES: z.enum(['true', 'false'], { error: 'is true or false' }),
  /** How long a link may take to reconnect before the backend is told, in ms. */
  FLAP_WINDOW_MS: z.coerce
    .number({ error: 'is no number of milliseconds' })
    .int()
    .min(0)
    .max(600_000, { error: 'is at most 600000' }),
  /** Callers of the bridge create no further tenant once there are so many. */
  MAX_TENANTS: z.coerce.number({ error: 'is no number of tenants' }).int().min(1, { error: 'is at least 1' }),
};

/** Foreign test servers replay WhatsApp's public certificates. Only with an endpoint on this machine. */
const unverified = z.literal('1', { error: 'is 1, or not set' }).optional();

function forLoopbackOnly({ WHATSAPP_URL, WHATSAPP_UNVERIFIED }: Unverified, context: z.RefinementCtx): void {
  if (WHATSAPP_UNVERIFIED === undefined || WHATSAPP_URL !== undefined) return;
  context.addIssue({ code: 'custom', path: ['WHATSAPP_UNVERIFIED'], message: 'needs WHATSAPP_URL on this machine' });
}

interface Unverified {
  readonly WHATSAPP_URL?: string | undefined;
  readonly WHATSAPP_UNVERIFIED?: '1' | undefined;
}

const proxy = z
  .string()
  .refine((text) => proxyProblem(text) === undefined, {
    error: 'needs a proxy: http://, https:// or socks5://host:port',
  })
  .optional();
/** Programs on a server follow these in small letters first, as curl does. */
const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'] as const;

/** Proxies with user name and password, between commas: for those that are named elsewhere without. */
const proxyLogins = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()])))
  .refine((texts) => texts.every((text) => readProxy(text)?.password !== undefined), {
    error: 'needs http://user:password@host:port, with commas between them',
  });

/** What goes past the system's proxies, between commas. */
const proxyExemptions = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((use) => (use.trim() === '' ? [] : [use.trim()])))
  .pipe(z.array(z.enum(networkUses, { error: `knows ${networkUses.join(', ')}` })));

/** Whether TLS trusts what this computer trusts. */
const trustSystem = z.enum(['true', 'false'], { error: 'is true or false' });

/** Attempts to link within an hour: on one number, and from this workstation. */
const linkAttempts = z
  .string()
  .regex(/^[1-9][0-9]{0,3}\/[1-9][0-9]{0,3}$/, { error: 'needs two numbers, such as 5/150' })
  .transform((text) => {
    const [perNumber = 0, perWorkstation = 0] = text.split('/').map(Number);
    return { perNumber, perWorkstation };
  })
  .optional();

const logLevel = z.enum(logLevels, { error: 'is debug, info, warn or error' });

/** Services forward calls to each other by it. */
const nodeUrl = z
  .url({ protocol: /^http$/, error: 'needs http://host:port' })
  .refine((text) => new URL(text).origin === text.replace(/\/$/, ''), { error: 'needs http://host:port' });

/** Says that a data folder without a key is to stay so. */
const inTheClear = z.literal('yes', { error: 'is yes, or not set' }).optional();

const desktopSchema = z
  .object({
    /** The folder for everything the program keeps, in place of the system's own. */
    PAIRING_CONSOLE_USER_DATA: z.string().min(1).optional(),
    /** Vite's development server; unpackaged programs only. */
    PAIRING_CONSOLE_DEV_SERVER: z
      .url({ protocol: /^http$/ })
      .transform((url) => new URL(url))
      .optional(),
    /** Another policy file than the computer's; unpackaged programs only. */
    PAIRING_CONSOLE_POLICY: z.string().min(1).optional(),
    /** Another public key for updates than the program's; unpackaged programs only. */
    PAIRING_CONSOLE_UPDATE_KEY: z.string().min(1).optional(),
    WHATSAPP_URL: loopbackUrl.optional(),
    WHATSAPP_UNVERIFIED: unverified,
    /** Development and tests: nothing is sealed, and no one is asked. */
    DATA_IN_THE_CLEAR: inTheClear,
    /** Presented to WhatsApp whatever it publishes. */
    WA_VERSION: waVersionSchema.optional(),
    LINK_ATTEMPTS: linkAttempts,
    // Where they are set they override what was chosen in the window.
    BRIDGE_HOST: bridgeVariables.BRIDGE_HOST.transform(asAddress).optional(),
    BRIDGE_PORT: bridgeVariables.BRIDGE_PORT.pipe(z.number().min(1)).optional(),
    BRIDGE_NAMES: bridgeVariables.BRIDGE_NAMES.optional(),
    INTERNAL_SECRET: bridgeVariables.INTERNAL_SECRET.optional(),
    BACKEND_URL: bridgeVariables.BACKEND_URL.optional(),
    WEBHOOK_SECRET: bridgeVariables.WEBHOOK_SECRET.optional(),
    INCOMING_MESSAGES: bridgeVariables.INCOMING_MESSAGES.optional(),
    FLAP_WINDOW_MS: bridgeVariables.FLAP_WINDOW_MS.optional(),
    MAX_TENANTS: bridgeVariables.MAX_TENANTS.optional(),
    NO_PROXY_FOR: proxyExemptions,
    PROXY_LOGINS: proxyLogins,
    TRUST_SYSTEM_CERTIFICATES: trustSystem.optional(),
    /** Goes before what was chosen in the window. */
    LOG_LEVEL: logLevel.optional(),
  })
  .superRefine(forLoopbackOnly);
export type DesktopEnvironment = z.infer<typeof desktopSchema>;

/** Of a service, as everything that works on its database needs them. */
const databaseVariables = {
  /** A file with the secret that opens the data key. */
  DATA_KEY_FILE: z.string().min(1).optional(),
  /** A new data folder, or a new database, without that file stays in the clear. */
  DATA_IN_THE_CLEAR: inTheClear,
  /** Keeps everything in PostgreSQL in place of the data folder. */
  DATABASE_URL: z.string().optional(),
  /** A file with the password for it. */
  DATABASE_PASSWORD_FILE: z.string().min(1).optional(),
  INTERNAL_SECRET: bridgeVariables.INTERNAL_SECRET,
};
const databaseSchema = z.object({ ...databaseVariables, DATABASE_URL: z.string({ error: 'is required' }) });
export type DatabaseEnvironment = z.infer<typeof databaseSchema>;

const serviceSchema = z
  .object({
    ...databaseVariables,
    DATA_DIR: z.string().min(1).default('data'),
    /** The same as `DATA_KEY_FILE` of the data folder that tenants are moved from or to. */
    FOLDER_KEY_FILE: z.string().min(1).optional(),
    /** Where other services on the same database reach this one. */
    NODE_URL: nodeUrl.optional(),
    BRIDGE_HOST: bridgeVariables.BRIDGE_HOST.default('127.0.0.1'),
    BRIDGE_PORT: bridgeVariables.BRIDGE_PORT.default(3300),
    BRIDGE_NAMES: bridgeVariables.BRIDGE_NAMES.default([]),
    BACKEND_URL: bridgeVariables.BACKEND_URL.optional(),
    WEBHOOK_SECRET: bridgeVariables.WEBHOOK_SECRET.optional(),
    INCOMING_MESSAGES: bridgeVariables.INCOMING_MESSAGES.default('false'),
    FLAP_WINDOW_MS: bridgeVariables.FLAP_WINDOW_MS.optional(),
    MAX_TENANTS: bridgeVariables.MAX_TENANTS.optional(),
    /** Whether linked accounts are shown as in use once a week. */
    WEEKLY_PRESENCE: z.enum(['true', 'false'], { error: 'is true or false' }).default('true'),
    WHATSAPP_URL: loopbackUrl.optional(),
    WHATSAPP_UNVERIFIED: unverified,
    WA_VERSION: waVersionSchema.optional(),
    /** A signed protocol pack, and the public half of the key that it is signed with. */
    PROTOCOL_PACK_FILE: z.string().min(1).optional(),
    UPDATE_KEY_FILE: z.string().min(1).optional(),
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    ALL_PROXY: proxy,
    NO_PROXY: z.string().max(5000, { error: 'is too long' }).optional(),
    NO_PROXY_FOR: proxyExemptions,
    PROXY_LOGINS: proxyLogins,
    TRUST_SYSTEM_CERTIFICATES: trustSystem.default('false'),
    LINK_ATTEMPTS: linkAttempts,
    LOG_LEVEL: logLevel.default('info'),
  })
  .superRefine(forLoopbackOnly)
  .refine(({ PROTOCOL_PACK_FILE: pack, UPDATE_KEY_FILE: key }) => pack === undefined || key !== undefined, {
    path: ['PROTOCOL_PACK_FILE'],
    error: 'needs UPDATE_KEY_FILE',
  });
export type ServiceEnvironment = z.infer<typeof serviceSchema>;

/** What the environment asks of the service; or a line for every variable that cannot be used. Values are not told. */
export function readServiceEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Result<ServiceEnvironment, readonly string[]> {
  const read = serviceSchema.safeParse(given({ ...env, ...inSmallLetters(env) }));
  return read.success ? ok(read.data) : err(linesOf(read.error));
}

/** The same of what a command needs that works on the service's database from elsewhere. */
export function readDatabaseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Result<DatabaseEnvironment, readonly string[]> {
  const read = databaseSchema.safeParse(given(env));
  return read.success ? ok(read.data) : err(linesOf(read.error));
}

function linesOf({ issues }: z.ZodError): readonly string[] {
  return [...new Set(issues.map(({ path, message }) => `${path.join('.')}: ${message}`))];
}

/** Where the service keeps its files, whatever else the environment says. */
export function dataFolderOf(env: Readonly<Record<string, string | undefined>>): string {
  return serviceSchema.shape.DATA_DIR.parse(given(env).DATA_DIR);
}

/** A packed program always asks the server for its proof, and lets a person say whether its folder is sealed. */
const forTests = ['WHATSAPP_UNVERIFIED', 'DATA_IN_THE_CLEAR'] as const;

/** What the environment asks of the desktop program; or the names of the variables that cannot be used. */
export function readDesktopEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { isPackaged }: { readonly isPackaged: boolean },
): Result<DesktopEnvironment, readonly string[]> {
  const read = desktopSchema.safeParse(given(env));
  if (!read.success) return err([...new Set(read.error.issues.map(({ path }) => path.join('.')))]);
  const refused = isPackaged ? forTests.filter((name) => read.data[name] !== undefined) : [];
  return refused.length === 0 ? ok(read.data) : err(refused);
}

function inSmallLetters(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const named = proxyNames.map((name) => [name, env[name.toLowerCase()]] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined && value !== ''));
}

/** Compose files and unit files leave what is not wanted empty. */
function given(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function asAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}
