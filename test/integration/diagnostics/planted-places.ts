import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { createFileLogger } from '../../../electron/logging/logger.ts';

/** What must not get out, other in each place, so that a leak says where it is. */
export interface Secrets {
  readonly number: string;
  readonly header: string;
  readonly key: string;
  readonly qr: string;
  readonly linkingCode: string;
  readonly message: string;
  readonly name: string;
}

/** A place from which something could come into a bundle. */
export interface Place {
  readonly place: string;
  /** The files of the data folder that it is; absent: it is none. */
  readonly files?: RegExp;
  /**
   * `redaction`: what stands there is read into the bundle, and only the redaction keeps a secret back.
   * `nobody`: nothing that was written there is ever read into it.
   */
  readonly readBy: 'redaction' | 'nobody';
  /** Puts secrets there, by hand and behind the console's back: it is closed meanwhile. */
  readonly plant: (data: string, secrets: Secrets) => Promise<unknown>;
}

const letters = '23456789ABCDEFGHJKLM';

export function secretsOf(index: number): Secrets {
  const mark = `${letters.charAt(index % 20)}${letters.charAt(20 - 1 - (index % 19))}`;
  const bytes = (what: string) => createHash('sha256').update(`${what} ${index}`).digest('base64');
  const ref = `2@${mark}${'kQ7w'.repeat(20)}`;
  return {
    number: `97258765${String(4300 + index)}`,
    header: `Tr0ub4dor-${mark}-and-3-horses-staple-correct`,
    key: bytes('key'),
    qr: `https://wa.me/settings/linked_devices#${[ref, bytes('noise'), bytes('identity'), bytes('adv')].join(',')},1`,
    linkingCode: `W7${mark}-2KLM`,
    message: `Meet me at the bakery at noon, Dana ${mark}`,
    name: `Dana ${mark} Levy Flowers`,
  };
}

/** Running text with everything in it that can be told by its looks, and a stanza as the client library writes it. */
const told = ({ number, header, key, linkingCode, qr, name, message }: Secrets) =>
  `from ${number}:7@s.whatsapp.net, secret=${header}, key ${key}, code ${linkingCode}, notify='${name}', ${qr} ` +
  `<message from='${number}@s.whatsapp.net' notify='${name}'><body>${message}</body></message>`;

/** Fields that this program would not write; a person or another program may. */
const foreign = (secrets: Secrets) => ({
  [secrets.number]: told(secrets),
  secret: secrets.header,
  message: secrets.message,
  displayName: secrets.name,
});

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
const putJson = (path: string, content: unknown) => put(path, JSON.stringify(content));

async function mixInto(path: string, more: object): Promise<void> {
  await putJson(path, { ...(JSON.parse(await readFile(path, 'utf8')) as object), ...more });
}

const aTime = Date.UTC(2026, 10, 1, 6);
const auth = join('storage', 'whatsapp', 'shop', 'auth');

/** As the log has lines today, as an older program could have written them, and as a crash leaves them. */
async function fillLog(path: string, secrets: Secrets): Promise<void> {
  const passkey = { challenge: secrets.key, response: { userHandle: secrets.header } };
  const message = { conversation: secrets.message, pushName: secrets.name };
  const careless = {
    level: 'warn',
    msg: told(secrets),
    data: { message, authorization: `Bearer ${secrets.header}`, passkey, bytes: [...Buffer.from(secrets.header)] },
  };
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${JSON.stringify(careless)}\n{"level":"warn","msg":"${told(secrets)}`);
}

/** Every place there is; the test holds the files of a data folder that was used against it. */
export const places: readonly Place[] = [
  {
    place: 'settings.json, unknown fields',
    files: /^settings\.json$/,
    readBy: 'nobody',
    plant: (data, secrets) =>
      putJson(join(data, 'settings.json'), {
        preferences: { language: 'he', ...foreign(secrets) },
        bridge: { enabled: false, host: '10.0.0.7', port: 3300, ...foreign(secrets) },
        window: { x: 1, y: 2, width: 900, height: 600, maximized: false, ...foreign(secrets) },
        waVersion: '2.3000.1023223821',
        network: {
          way: 'proxy',
          proxy: `http://dana:${secrets.header}@proxy.example:3128`,
          direct: ['webhooks'],
          trustSystem: false,
          ...foreign(secrets),
        },
      }),
  },
  {
    place: 'logins of proxies',
    files: /^proxy-logins$/,
    readBy: 'nobody',
    plant: (data, { header }) =>
      put(join(data, 'proxy-logins'), JSON.stringify({ 'http://proxy.example:3128': header })),
  },
  {
    place: 'settings that could not be read',
    files: /^settings\.json\.corrupt-\d+$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'settings.json.corrupt-1'), foreign(secrets)),
  },
  {
    place: 'the published version',
    files: /^wa-version\.json$/,
    readBy: 'nobody',
    plant: (data, secrets) =>
      putJson(join(data, 'wa-version.json'), { version: [2, 3000, 1], fetchedAt: aTime, ...foreign(secrets) }),
  },
  {
    place: 'the secret of the bridge',
    files: /^bridge-secret\.json$/,
    readBy: 'nobody',
    plant: (data, { header }) =>
      putJson(join(data, 'bridge-secret.json'), { inKeyring: false, value: Buffer.from(header).toString('base64') }),
  },
  {
    place: 'the lock of the data folder',
    files: /^data\.lock$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'data.lock'), { pid: 1, ...foreign(secrets) }),
  },
  {
    place: 'what webhooks are signed with',
    files: /^webhook-secret\.json$/,
    readBy: 'nobody',
    plant: (data, { header }) =>
      putJson(join(data, 'webhook-secret.json'), { inKeyring: false, value: Buffer.from(header).toString('base64') }),
  },
  {
    place: 'sends that had a key',
    files: /^send-keys\.jsonl$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'send-keys.jsonl'), foreign(secrets)),
  },
  {
    place: 'files on their way to WhatsApp',
    files: /^media\//,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'media', 'sending'), foreign(secrets)),
  },
  {
    place: 'calls to the backend',
    files: /^webhooks\//,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'webhooks', '000000000001.json'), foreign(secrets)),
  },
  {
    place: 'what a self-test left',
    files: /^self-test\//,
    readBy: 'nobody',
    plant: (data, secrets) =>
      putJson(join(data, 'self-test', 'run-1', `session-${secrets.number}.0.json`), foreign(secrets)),
  },

  {
    place: 'the failure log: ids, words and folders of an entry, and unknown fields',
    files: /^journal\/scan-failures\.jsonl$/,
    readBy: 'redaction',
    plant: async (data, secrets) => {
      const failure = {
        at: aTime,
        cause: 'storage-failed',
        detail: told(secrets).slice(0, 200),
        folder: join(data, auth, secrets.number),
        holder: secrets.number,
        credentials: 'kept',
        retry: 'operator',
        ...foreign(secrets),
      };
      const entry = {
        id: secrets.number,
        tenantId: secrets.number,
        failure,
        phase: 'idle',
        evidence: {},
        qrShown: true,
      };
      await put(join(data, 'journal', 'scan-failures.jsonl'), `${JSON.stringify({ ...entry, ...foreign(secrets) })}\n`);
    },
  },
  {
    place: 'the failure log: a damaged line, which is kept aside',
    files: /^journal\/scan-failures\.jsonl\.damaged-\d+$/,
    readBy: 'nobody',
    plant: (data, secrets) => appendFile(join(data, 'journal', 'scan-failures.jsonl'), `{"half ${told(secrets)}\n`),
  },
  {
    place: 'the recording of a failure',
    files: /^journal\/flights\//,
    readBy: 'redaction',
    plant: async (data, secrets) => {
      const failure = { at: aTime, cause: 'scan-closed', credentials: 'none', retry: 'fresh-qr' };
      const entry = {
        id: secrets.number,
        tenantId: 'shop',
        failure,
        phase: 'awaiting-scan',
        evidence: {},
        qrShown: true,
      };
      await appendFile(join(data, 'journal', 'scan-failures.jsonl'), `${JSON.stringify(entry)}\n`);
      const frame = {
        at: 1,
        connection: 1,
        direction: 'in',
        tag: told(secrets),
        attributes: { [secrets.number]: told(secrets) },
        children: [told(secrets)],
        bytes: 12,
        ...foreign(secrets),
      };
      await putJson(join(data, 'journal', 'flights', `${secrets.number}.json`), [frame]);
    },
  },
  {
    place: 'the recording of a link',
    files: /^journal\/links\//,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'journal', 'links', 'shop.json'), [foreign(secrets)]),
  },
  {
    place: 'when there were new links',
    files: /^journal\/new-links\.json$/,
    readBy: 'nobody',
    plant: (data, { number }) => putJson(join(data, 'journal', 'new-links.json'), [{ tenantId: number, at: aTime }]),
  },

  ...['console.log', 'console.log.1', 'console.log.2'].map((name): Place => ({
    place: `the log, ${name}, as an older program or a crash left it`,
    files: new RegExp(`^logs/${name.replaceAll('.', '\\.')}$`),
    readBy: 'redaction',
    plant: (data, secrets) => fillLog(join(data, 'logs', name), secrets),
  })),
  {
    place: 'the log, as the program itself writes it',
    readBy: 'nobody',
    plant: (data, secrets) => {
      const logger = createFileLogger({ folder: join(data, 'logs'), level: 'info' });
      logger.warn(`\n${told(secrets)}`, { detail: { conversation: secrets.message, pushName: secrets.name } });
      logger.close();
      return Promise.resolve();
    },
  },

  {
    place: 'the folder of a tenant by its name',
    readBy: 'redaction',
    plant: (data, { number }) =>
      putJson(join(data, 'storage', 'whatsapp', number, 'tenant.json'), {
        name: 'Roses',
        addedAt: aTime,
        running: true,
      }),
  },
  {
    place: 'the record of a tenant: its name, its number, and unknown fields',
    files: /^storage\/whatsapp\/[^/.]+\/tenant\.json$/,
    readBy: 'nobody',
    plant: (data, secrets) => {
      const proxy = `socks5://dana:${secrets.header}@proxy.example:1080`;
      const record = { name: secrets.name, addedAt: aTime, running: false, expectedNumber: secrets.number, proxy };
      return putJson(join(data, 'storage', 'whatsapp', 'roses', 'tenant.json'), { ...record, ...foreign(secrets) });
    },
  },
  {
    place: 'credentials',
    files: /^storage\/whatsapp\/[^/]+\/auth\/creds(\.last-good)?\.json$/,
    readBy: 'nobody',
    plant: async (data, secrets) => {
      for (const name of ['creds.json', 'creds.last-good.json']) {
        await mixInto(join(data, auth, name), { platform: 'android', ...foreign(secrets) });
      }
    },
  },
  {
    place: 'keys',
    files: /^storage\/whatsapp\/[^/]+\/auth\/keys\.log(\.damaged)?$/,
    readBy: 'nobody',
    plant: (data, secrets) => put(join(data, auth, 'keys.log.damaged'), told(secrets)),
  },
  {
    place: 'messages that a recipient may ask for again',
    files: /^storage\/whatsapp\/[^/]+\/sends\.log$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'storage', 'whatsapp', 'roses', 'sends.log'), foreign(secrets)),
  },
  {
    place: 'keys of files in incoming messages',
    files: /^storage\/whatsapp\/[^/]+\/media-keys(\.1)?\.jsonl$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, 'storage', 'whatsapp', 'roses', 'media-keys.jsonl'), foreign(secrets)),
  },
  {
    place: 'files of an older service: their names and what is in them',
    files: /^storage\/whatsapp\/[^/]+\/auth\/imported-[^/]+\//,
    readBy: 'nobody',
    plant: async (data, secrets) => {
      const { number } = secrets;
      const names = [
        `session-${number}.0`,
        `session-${number}_1.3`,
        `lid-mapping-${number}`,
        `lid-mapping-${number}_reverse`,
      ];
      for (const name of [...names, `device-list-${number}`, `tctoken-${number}@s.whatsapp.net`]) {
        await putJson(join(data, auth, `${name}.json`), foreign(secrets));
      }
    },
  },
  {
    place: 'files of anybody else: their names and what is in them',
    files: /^storage\/whatsapp\/[^/]+\/auth\/[^/]*backup[^/]*$/,
    readBy: 'nobody',
    plant: (data, secrets) => putJson(join(data, auth, `${secrets.name} ${secrets.number} backup`), foreign(secrets)),
  },
  {
    place: 'what was set aside: whose, why, and what is in it',
    files: /^storage\/whatsapp\/\.quarantine\//,
    readBy: 'redaction',
    plant: (data, secrets) => {
      const folder = join(data, 'storage', 'whatsapp', '.quarantine', secrets.number);
      const kept = join(
        folder,
        `2026-11-01T05-34-56.789Z-removed ${secrets.number}`,
        `session-${secrets.number}.0.json`,
      );
      return putJson(kept, foreign(secrets));
    },
  },
];
