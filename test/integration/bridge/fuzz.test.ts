import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { tenantIdProblem } from '../../../shared/tenant-rules.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

/** Half a surrogate pair cannot be put into a URL. */
const wellFormed = (text: string) => Buffer.from(text).toString();
const requests = Number(process.env.FUZZ_REQUESTS ?? 4_000);

let rig: BridgeRig;
let isAsDescribed: (method: string, path: string, status: number, body: unknown) => boolean;
beforeAll(async () => {
  rig = await createBridgeRig();
  isAsDescribed = describedBy((await rig.ask('GET', '/openapi.json')).json as Description);
});
afterAll(() => rig.close());

const known = fc.constantFrom('fuzz_1', 'fuzz_2', 'business_3');
const evil = fc.constantFrom(
  '..',
  '../../etc/passwd',
  '..%2F..%2Fetc%2Fpasswd',
  'shop%00',
  '%00',
  '%zz',
  '%C0%AF',
  'CON',
  'nul',
  '__proto__',
  'constructor',
  'a'.repeat(65),
  'a'.repeat(300),
  'a'.repeat(9_000),
  '-shop',
  '_',
  '',
  ' ',
  'שלום',
  '💥',
);
const piece = fc.oneof({ weight: 3, arbitrary: known }, { weight: 3, arbitrary: evil }, fc.string({ unit: 'binary' }));
const action = fc.constantFrom(
  'status',
  'status',
  'qr',
  'diagnostics',
  'sending-status',
  'failures',
  'start',
  'scanned',
  'reset',
  'disconnect',
  'validate-auth',
  'pairing-code',
  'passkey',
  'passkey/confirm',
  'expected-number',
  'passwd',
  'status/',
  'STATUS',
);
const path = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(piece, action).map(([id, what]) => `/whatsapp/${id}/${what}`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/send',
      '/sendTyping',
      '/tenants',
      '/metrics',
      '/clock',
      '/internal/resolve-jid',
      '/health',
      '/openapi.json',
      '/docs',
      '/',
    ),
  },
  fc.webPath().map((text) => text || '/'),
  piece.map((text) => `/${text}`),
);
const queryKey = fc.constantFrom('forceRelink', 'takeOver', 'force', 'limit', 'since', '__proto__', 'x');
const queryValue = fc.oneof(
  fc.constantFrom('false', '0', '1', '-1', '1e9', 'NaN', '2026-01-01T00:00:00Z', '[]'),
  fc.string(),
);
const query = fc
  .array(fc.tuple(queryKey, queryValue), { maxLength: 3 })
  .map((pairs) =>
    pairs.length === 0
      ? ''
      : `?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(wellFormed(value))}`).join('&')}`,
  );
const value = fc.oneof(
  fc.constantFrom('fuzz_1', '972501234567', '972501234567@s.whatsapp.net', 'text', true, null, 1),
  fc.jsonValue(),
);
const body = fc.oneof(
  fc.constantFrom(
    undefined,
    '',
    'null',
    '[]',
    '{',
    '{"forceRelink":',
    '\u0000',
    '{"__proto__":{"a":1}}',
    '"'.repeat(70_000),
  ),
  fc
    .dictionary(
      fc.constantFrom(
        'tenantId',
        'to',
        'text',
        'type',
        'jid',
        'typing',
        'idempotencyKey',
        'forceRelink',
        'takeOver',
        'phoneNumber',
        'id',
        'rawId',
        'response',
      ),
      value,
    )
    .map((object) => JSON.stringify(object)),
  fc.json(),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
const headers = fc.record({
  'content-type': fc.oneof(
    { weight: 6, arbitrary: fc.constant('application/json') },
    fc.constantFrom(
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      ';',
    ),
  ),
  host: fc.oneof(
    { weight: 12, arbitrary: fc.constant('localhost') },
    fc.constantFrom('evil.example', '[::1', '127.0.0.1:99999999', ''),
  ),
});
const method = fc.constantFrom('GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');

test(`${requests} requests of any kind are answered as described, and never with a fault`, async () => {
  const request = fc.record({ method, path, query, headers, body });
  await fc.assert(
    fc.asyncProperty(request, async ({ method: how, path: where, query: which, headers: said, body: given }) => {
      // A QR that a start shows would be scanned by nobody: forced relinks are tested elsewhere.
      const target = encodeURI(wellFormed(`${where}${which}`)).replace(/%25/g, '%');
      if (target.startsWith('/events')) return;
      const heard = await rig.ask(how, target, {
        headers: said,
        ...(given === undefined || how === 'GET' ? {} : { body: given }),
      });
      expect(heard.text).not.toMatch(/\n\s+at |node_modules|Error:/);
      if (heard.status >= 500) expect([heard.status, heard.text]).toEqual([503, '{"error":"WhatsApp not connected"}']);
      const described = isAsDescribed(how, target, heard.status, heard.json ?? heard.text);
      expect({ how, target, status: heard.status, text: heard.text.slice(0, 300), described }).toMatchObject({
        described: true,
      });
    }),
    { numRuns: requests },
  );
  expect(rig.errors()).toEqual([]);
  const folders = await readdir(join(rig.dataFolder, 'storage/whatsapp')).catch(() => []);
  expect(folders.filter((name) => !name.startsWith('.') && tenantIdProblem(name) !== undefined)).toEqual([]);
}, 120_000);

interface Operation {
  readonly responses: Readonly<Record<string, { content: Readonly<Record<string, { schema: object }>> }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Checks answers against the description alone, as another program would. An unknown route has the form of a problem. */
function describedBy({ paths }: Description): typeof isAsDescribed {
  const noRoute = z.strictObject({
    error: z.enum(['not_found', 'invalid_request', 'wrong_host', 'payload_too_large', 'unsupported_media_type']),
    message: z.string().optional(),
  });
  const routes = Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([how, { responses }]) =>
      how === 'head'
        ? []
        : {
            method: how.toUpperCase(),
            // A slash at the end names the same route.
            pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/?]*')}/?(\\?|$)`),
            answers: Object.fromEntries(
              Object.entries(responses).map(([status, { content }]) => {
                const [schema] = Object.values(content);
                return [status, z.fromJSONSchema((schema?.schema ?? {}) as Parameters<typeof z.fromJSONSchema>[0])];
              }),
            ),
          },
    ),
  );
  return (how, target, status, answer) => {
    const route = routes.find((each) => each.method === how && each.pattern.test(target));
    const schema = route === undefined ? noRoute : route.answers[String(status)];
    return schema?.safeParse(answer).success === true;
  };
}
