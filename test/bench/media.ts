import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import { buildIfStale } from '../../scripts/build.js';
import { createServiceRig, secret } from '../integration/service/service-rig.ts';

/** `npm run bench:media`: what ten documents of 50 MB, sent at once through the built service, cost it in memory. */
const documents = 10;
const size = 50 * 1000 * 1000;
const sampleMs = 50;
/** How much the process may grow, in MB. Held once each, the documents alone would be 500. */
const target = 150;

await buildIfStale(console.log);
const rig = await createServiceRig();
try {
  const service = await rig.start();
  await rig.link(service, 'business_1', '972501234567');
  // Who reads nothing costs this process no memory.
  await rig.whatsapp.addPhone({ number: '972507654321' }).setOffline(true);
  const resident = async () =>
    Number(/^process_resident_memory_bytes (\S+)/m.exec(await service.metrics())?.[1]) / 1_000_000;
  await send(service.port, Buffer.alloc(1_000).toString('base64'));

  const before = await resident();
  let peak = before;
  const sampling = setInterval(() => void resident().then((now) => (peak = Math.max(peak, now))), sampleMs);
  const base64 = Buffer.alloc(size, 'a document').toString('base64');
  const begun = performance.now();
  const statuses = await Promise.all(Array.from({ length: documents }, () => send(service.port, base64)));
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(sampling);
  const grown = peak - before;
  console.log(`${documents} documents of ${size / 1_000_000} MB at once: ${statuses.join(' ')}`);
  console.log(`resident before ${before.toFixed(0)} MB, at most ${peak.toFixed(0)} MB`);
  console.log(`grown by ${grown.toFixed(0)} MB, target ${target}; ${seconds.toFixed(1)} s`);
  process.exitCode = grown <= target && statuses.every((status) => status === 200) ? 0 : 1;
} finally {
  await rig.close();
}

function send(port: number, base64: string): Promise<number> {
  const message = { tenantId: 'business_1', to: '972507654321', type: 'document' };
  const [head, tail] = JSON.stringify({ ...message, media: { mimetype: 'application/pdf', data: '|' } }).split('|');
  return new Promise((resolve, reject) => {
    const headers = { 'x-internal-secret': secret, 'content-type': 'application/json' };
    const asked = request({ host: '127.0.0.1', port, path: '/send', method: 'POST', headers }, (answer) => {
      text(answer).then(() => resolve(answer.statusCode ?? 0), reject);
    });
    asked.on('error', reject);
    asked.write(head);
    asked.write(base64, 'latin1');
    asked.end(tail);
  });
}
