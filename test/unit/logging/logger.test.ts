import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createClientLogger } from '../../../electron/logging/client-logger.ts';
import { createFileLogger, createLogger } from '../../../electron/logging/logger.ts';

function setUp(level: 'debug' | 'warn') {
  const lines: unknown[] = [];
  const logger = createLogger({ level, write: (line) => void lines.push(JSON.parse(line)) });
  return { logger, lines };
}

it('writes one redacted JSON line for each message', () => {
  const { logger, lines } = setUp('debug');
  logger.info('linked 972521234567', { tenantId: 'shop', jid: '972521234567:3@s.whatsapp.net', level: 'x', msg: 'y' });
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
      msg: 'linked <number>',
      data: { tenantId: 'shop', jid: '<masked>', level: 'x', msg: 'y' },
    },
  ]);
});

it('does not even look at data below its level', () => {
  const { logger, lines } = setUp('warn');
  const data = {
    get costly(): string {
      throw new Error('looked at');
    },
  };
  logger.debug('frame', data);
  logger.info('frame', data);
  expect(lines).toEqual([]);
});

it('writes to console.log in its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'logger-'));
  const logger = createFileLogger({ folder, level: 'info' });
  logger.warn('qr https://wa.me/settings/linked_devices#2@abc,def');
  logger.close();
  expect(readFileSync(join(folder, 'console.log'), 'utf8')).toContain('"msg":"qr <qr>"');
  rmSync(folder, { recursive: true });
});

it('passes only the warnings and errors of the client library, with its bindings', () => {
  const { logger, lines } = setUp('debug');
  const client = createClientLogger(logger).child({ class: 'socket' });
  client.trace({ frame: 'x' }, 'xml');
  client.debug('x');
  client.info('x');
  client.warn({ attrs: { from: '972521234567@s.whatsapp.net' } }, 'stream errored out');
  client.error('closed by 972521234567');
  expect(client.level).toBe('warn');
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'stream errored out', data: { class: 'socket', detail: { attrs: { from: '<number>' } } } },
    { level: 'warn', msg: 'closed by <number>', data: { class: 'socket' } },
  ]);
});
