import type { SignalDataTypeMap } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { type ClientLogger, createClientLogger } from '../../../electron/logging/client-logger.ts';
import { createLogger } from '../../../electron/logging/logger.ts';
import { type LoopbackWhatsApp, createLoopbackWhatsApp } from '../../../electron/loopback/endpoint.ts';
import type { Logger } from '../../../electron/pairing/ports.ts';
import { connectClient, createMemoryAuth } from '../loopback/real-client.ts';

const ana = { number: '972587654321', name: "Ana Levy's Tulips" };
const dana = { number: '972541112233', name: 'Dana Cohen-Bakery' };
const text = 'Meet me behind the synagogue, bring the blue envelope';
/** Each can be told from any other word of a log. */
const secrets = [ana.number, dana.number, 'Tulips', 'Levy', 'Cohen', 'Bakery', 'synagogue', 'envelope'];

let whatsapp: LoopbackWhatsApp;
beforeEach(async () => {
  whatsapp = await createLoopbackWhatsApp();
});
afterEach(() => whatsapp.close());

type Level = keyof Logger;
type Write = (level: Level, message: string, data: Readonly<Record<string, unknown>>) => void;

/** Hands on everything that the client library says, down to `trace`. */
function loudClientLogger(write: Write, bindings: Readonly<Record<string, unknown>> = {}): ClientLogger {
  const at =
    (level: Level, own: string = level) =>
    (data: unknown, message?: string): void =>
      write(level, message ?? (typeof data === 'string' ? data : 'client library'), { ...bindings, own, detail: data });
  return {
    level: 'trace',
    child: (more) => loudClientLogger(write, { ...bindings, ...more }),
    trace: at('debug', 'trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}

/** Two companions link, one sends to the other, and its second message cannot be decrypted. */
async function correspond(logger: ClientLogger): Promise<void> {
  async function link(number: string) {
    const auth = createMemoryAuth();
    const linking = connectClient(whatsapp.url, auth, undefined, logger);
    await whatsapp.phone(number)?.scan(await linking.qr());
    await linking.end();
    const client = connectClient(whatsapp.url, auth, undefined, logger);
    await client.open();
    return client;
  }
  whatsapp.addPhone(ana);
  whatsapp.addPhone(dana);
  const sender = await link(ana.number);
  const receiver = await link(dana.number);
  const receive = () =>
    new Promise<unknown>((resolve) => receiver.socket.ev.on('messages.upsert', ({ messages }) => resolve(messages)));
  const to = `${dana.number}@s.whatsapp.net`;

  const first = receive();
  await sender.socket.sendMessage(to, { text });
  expect(JSON.stringify(await first)).toContain('envelope');

  const { keys } = receiver.auth;
  const get = keys.get.bind(keys);
  // The receiver has lost its sessions.
  keys.get = <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => (type === 'session' ? {} : get(type, ids));
  const second = receive();
  await sender.socket.sendMessage(to, { text });
  await second;
  await Promise.all([sender.close(), receiver.close()]);
}

it('leaves nothing of contacts in the log at any level, though the client library says it', async () => {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  const logs = levels.map((level) => {
    const lines: string[] = [];
    return { lines, logger: createLogger({ level, write: (line) => void lines.push(line) }) };
  });
  const said: string[] = [];
  await correspond(
    loudClientLogger((level, message, data) => {
      said.push(message, safeJson(data));
      for (const { logger } of logs) logger[level](message, data);
    }),
  );
  expect(logs[0]?.lines.join('')).toContain('"own":"trace"');
  for (const { lines } of logs) {
    expect(lines.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => lines.join('').includes(secret))).toEqual([]);
  }
  const people = [ana.number, dana.number, 'Tulips', 'Levy', 'Cohen', 'Bakery'];
  expect(people.filter((secret) => !said.join('\n').includes(secret))).toEqual([]);
});

it('passes nothing below a warning on, whatever the level of the log', async () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', write: (line) => void lines.push(line) });
  await correspond(createClientLogger(logger));
  const levels = new Set(lines.map((line) => (JSON.parse(line) as { level: string }).level));
  expect([...levels]).toEqual(['warn']);
  expect(secrets.filter((secret) => lines.join('').includes(secret))).toEqual([]);
});

/** Data as JSON, with errors and without circles. */
function safeJson(value: object): string {
  const seen = new WeakSet();
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return member.toString();
    if (member instanceof Error) return { message: member.message, stack: member.stack };
    if (typeof member !== 'object' || member === null) return member;
    if (seen.has(member)) return undefined;
    seen.add(member);
    return member;
  });
}
