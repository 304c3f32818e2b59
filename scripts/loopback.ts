/**
 * The loopback WhatsApp as a separate process, for hand trials, benches and end-to-end tests.
 *
 *   node --import tsx scripts/loopback.ts [--port 0] [--phone <number>]… [--refuse-… <code>]… [--misbehave <json>]…
 *
 * Speaks JSON lines. The first line out is `{"url": …}`; then `{"event": …}` for everything that happens, and for each
 * command line in, `{"id": …, "value": …}` or `{"id": …, "error": …}` with the command's own `id`. The commands are the
 * schema below. The end of the input ends the process; a reader of the output that goes away does not.
 *
 * --phone                adds a phone with this number, so that a trial needs no command
 * --refuse-registration  `<failure>` with this code before any QR          (405 outdated, 429 too many)
 * --refuse-login         `<failure>` with this code at every login         (401, 402, 403, 406, 503)
 * --refuse-code          this code where a linking code is asked for       (400, 429, 452)
 * --refuse-finish        this code after a linking code was typed          (400)
 * --refuse-scan          every phone says no after the companion signed
 * --no-pre-keys          a device that logs in has no pre-keys at the server
 * --misbehave            any other misbehaviour, as JSON (electron/loopback/misbehaviour.ts)
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { Curve } from '@whiskeysockets/baileys';
import { z } from 'zod';

import { createLoopbackWhatsApp } from '../electron/loopback/endpoint.ts';
import { misbehaviourSchema } from '../electron/loopback/misbehaviour.ts';
import type { Phone } from '../electron/loopback/phone.ts';
import { keepSessionsOffTheConsole } from '../electron/whatsapp/repairs/secrets-on-the-console.ts';
import { makeKeysQuickly } from '../electron/whatsapp/repairs/slow-keys.ts';
import { signQuickly } from '../electron/whatsapp/repairs/slow-signatures.ts';
import { passkeyRequestSchema } from '../shared/passkey.ts';

const number = z.string().regex(/^[1-9]\d{6,14}$/);
const id = z.union([z.string(), z.number()]).optional();
const commandSchema = z.discriminatedUnion('cmd', [
  z.object({ cmd: z.literal('addPhone'), id, number, name: z.string().optional(), platform: z.string().optional() }),
  z.object({ cmd: z.literal('scan'), id, number, qr: z.string() }),
  /** Types a linking code on the phone. */
  z.object({ cmd: z.literal('enterCode'), id, number, code: z.string() }),
  /** Has the server retire the linking code that is on a companion's screen. */
  z.object({ cmd: z.literal('refreshCode'), id, number, manual: z.boolean().default(false) }),
  /** How the passkey of the phone's account answers a request; from the first such command on it has one. */
  z.object({ cmd: z.literal('assert'), id, number, publicKey: passkeyRequestSchema }),
  z.object({ cmd: z.literal('unlink'), id, number, device: z.string() }),
  z.object({ cmd: z.literal('offline'), id, number, offline: z.boolean() }),
  z.object({ cmd: z.literal('devices'), id, number }),
  /** This phone writes to the companions of another number. */
  z.object({ cmd: z.literal('send'), id, number, to: number, text: z.string() }),
  z.object({ cmd: z.literal('messages'), id, number }),
  z.object({
    cmd: z.literal('misbehave'),
    id,
    misbehaviour: misbehaviourSchema,
    times: z.number().int().positive().optional(),
    number: number.optional(),
  }),
  z.object({ cmd: z.literal('behave'), id }),
  z.object({ cmd: z.literal('drop'), id }),
  z.object({ cmd: z.literal('network'), id, state: z.enum(['up', 'down']) }),
  z.object({ cmd: z.literal('counts'), id }),
  z.object({ cmd: z.literal('violations'), id }),
]);
type Command = z.infer<typeof commandSchema>;

// Phones and server are other computers: a crowd at a bench is not to wait for them.
makeKeysQuickly(Curve);
signQuickly(Curve);
// The phones' libsignal prints sessions among the lines of JSON.
keepSessionsOffTheConsole();
const code = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    phone: { type: 'string', multiple: true, default: [] },
    'refuse-registration': code,
    'refuse-login': code,
    'refuse-code': code,
    'refuse-finish': code,
    'refuse-scan': { type: 'boolean', default: false },
    'no-pre-keys': { type: 'boolean', default: false },
    misbehave: { type: 'string', multiple: true, default: [] },
  },
});
const whatsapp = await createLoopbackWhatsApp({ port: Number(values.port), keepsPreKeys: !values['no-pre-keys'] });
for (const misbehaviour of [...refusals(), ...values.misbehave.map((json) => JSON.parse(json) as unknown)]) {
  whatsapp.misbehave(misbehaviourSchema.parse(misbehaviour));
}
for (const each of values.phone) whatsapp.addPhone({ number: number.parse(each) });
const passkeys = new Map<string, ReturnType<Phone['makePasskey']>>();
let heard = true;
const say = (line: unknown): void => {
  if (heard) process.stdout.write(`${JSON.stringify(line)}\n`);
};
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // Nothing reads the output any more (`| head -1`). The endpoint goes on until its input ends.
  heard = false;
});

say({ url: whatsapp.url });
whatsapp.on((event) => say({ event }));
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void answer(line));
lines.on('close', () => void whatsapp.close());

function refusals(): readonly unknown[] {
  const refuse = (at: string, name: `refuse-${'registration' | 'login' | 'code' | 'finish'}`): unknown[] =>
    values[name] === undefined ? [] : [{ at, kind: 'fail', code: Number(values[name]) }];
  return [
    ...refuse('registration', 'refuse-registration'),
    ...refuse('login', 'refuse-login'),
    ...refuse('code', 'refuse-code'),
    ...refuse('code-finish', 'refuse-finish'),
    ...(values['refuse-scan'] ? [{ at: 'scan', kind: 'reject' }] : []),
  ];
}

async function answer(line: string): Promise<void> {
  const command = parse(line);
  if (!command.success) {
    say({ error: z.prettifyError(command.error) });
    return;
  }
  const { id: commandId } = command.data;
  try {
    say({ id: commandId, value: (await run(command.data)) ?? null });
  } catch (error) {
    say({ id: commandId, error: error instanceof Error ? error.message : String(error) });
  }
}

function parse(line: string): z.ZodSafeParseResult<Command> {
  const json = z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not a line of JSON');
      return z.NEVER;
    }
  });
  return json.pipe(commandSchema).safeParse(line);
}

async function run(command: Command): Promise<unknown> {
  switch (command.cmd) {
    case 'addPhone':
      return { jid: whatsapp.addPhone(command).jid };
    case 'scan':
      return phone(command.number).scan(command.qr);
    case 'enterCode':
      return phone(command.number).enterCode(command.code);
    case 'refreshCode':
      return phone(command.number).refreshCode(command.manual);
    case 'assert': {
      const passkey = passkeys.get(command.number) ?? phone(command.number).makePasskey();
      passkeys.set(command.number, passkey);
      return passkey.assert(command.publicKey);
    }
    case 'unlink':
      return phone(command.number).unlink(command.device);
    case 'offline':
      return phone(command.number).setOffline(command.offline);
    case 'send':
      return phone(command.number).send(command.to, { content: { conversation: command.text } });
    case 'devices':
      return phone(command.number).devices;
    case 'messages':
      return phone(command.number).messages;
    case 'misbehave':
      whatsapp.misbehave(command.misbehaviour, command);
      return null;
    case 'behave':
      whatsapp.behave();
      return null;
    case 'drop':
      whatsapp.dropConnections();
      return null;
    case 'network':
      return whatsapp.setNetwork(command.state);
    case 'counts':
      return whatsapp.counts;
    case 'violations':
      return whatsapp.violations;
  }
}

function phone(of: string): Phone {
  const found = whatsapp.phone(of);
  if (!found) throw new Error('no phone has this number');
  return found;
}
