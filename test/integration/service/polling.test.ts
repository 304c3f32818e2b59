import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type ServiceRig, buildService, createServiceRig, secret } from './service-rig.ts';

/** As long as the console promises. `POLL_SECONDS=3` for a quick look. */
const seconds = Number(process.env.POLL_SECONDS ?? 30);
const clients = 10;
const tenantCount = 100;

let folder: string;
let rig: ServiceRig;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'built-'));
  rig = await createServiceRig(await buildService(folder));
}, 60_000);
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});

test(
  `ten clients poll a hundred tenants for ${seconds} s: nothing is lost, and no QR is drawn twice`,
  async () => {
    const service = await rig.start();
    const tenants = Array.from({ length: tenantCount }, (_, n) => `business_${n}`);
    await Promise.all(tenants.map((tenant) => service.ask('POST', `/whatsapp/${tenant}/start`)));
    await Promise.all(tenants.map((tenant) => service.qr(tenant)));

    const until = performance.now() + seconds * 1000;
    const wrong: string[] = [];
    const codes = new Set<string>();
    let answers = 0;
    async function client(_: unknown, index: number): Promise<void> {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      // A full round at least, however slow the machine.
      for (let turn = 0; turn < tenantCount || performance.now() < until; turn += 1) {
        const tenant = tenants[turn % tenantCount] ?? '';
        const what = (turn + index) % 5 === 0 ? 'qr' : 'status';
        const { status, body } = await get(agent, service.port, `/whatsapp/${tenant}/${what}`);
        answers += 1;
        if (what === 'qr' && status === 200) codes.add((JSON.parse(body) as { qrText: string }).qrText);
        const good = what === 'qr' ? status === 200 : status === 200 && body.includes('"sessionState":"waiting_qr"');
        if (!good) wrong.push(`${what} ${status} ${body}`);
      }
      agent.destroy();
    }
    await Promise.all(Array.from({ length: clients }, client));
    expect(wrong).toEqual([]);
    expect(answers).toBeGreaterThanOrEqual(tenantCount * clients);
    expect(codes.size).toBeGreaterThanOrEqual(tenantCount);
    expect(await service.metrics()).toContain(`pairing_console_qr_pictures_total ${codes.size}\n`);
  },
  (seconds + 60) * 1000,
);

async function get(agent: Agent, port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { agent, host: '127.0.0.1', port, path, headers: { 'x-internal-secret': secret } },
      (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      },
    );
    asked.on('error', reject).end();
  });
}
