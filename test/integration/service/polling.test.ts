import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type ServiceRig, createServiceRig, secret } from './service-rig.ts';

/** Each client asks for every tenant as often; `POLL_ROUNDS=30` for as long as a backend would. */
const rounds = Number(process.env.POLL_ROUNDS ?? 3);
const clients = 10;
const tenantCount = 100;

let rig: ServiceRig;
beforeAll(async () => {
  rig = await createServiceRig();
}, 60_000);
afterAll(async () => {
  await rig.close();
});

test(
  `ten clients poll a hundred tenants ${rounds} times: nothing is lost, and no QR is drawn twice`,
  async () => {
    const service = await rig.start();
    const tenants = Array.from({ length: tenantCount }, (_, n) => `business_${n}`);
    await Promise.all(tenants.map((tenant) => service.ask('POST', `/whatsapp/${tenant}/start`)));
    await Promise.all(tenants.map((tenant) => service.qr(tenant)));

    const wrong: string[] = [];
    const codes = new Set<string>();
    let answers = 0;
    async function client(_: unknown, index: number): Promise<void> {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let turn = 0; turn < tenantCount * rounds; turn += 1) {
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
    expect(answers).toBe(tenantCount * rounds * clients);
    expect(codes.size).toBeGreaterThanOrEqual(tenantCount);
    expect(await service.metrics()).toContain(`pairing_console_qr_pictures_total ${codes.size}\n`);
  },
  (rounds * 10 + 60) * 1000,
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
