import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { json } from 'node:stream/consumers';

import { expect, test } from '@playwright/test';

import { freePort } from './support/free-port.ts';
import { useStation } from './support/station.ts';
import { linkTenant, speak, stem } from './support/steps.ts';
import { wordsOf } from './support/stops.ts';
import { button, openBridge, webhooksOf } from './support/ways.ts';

const station = useStation();
const english = wordsOf('en');

/** A backend that accepts every call. */
interface Backend {
  readonly url: string;
  readonly told: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders; readonly body: unknown }[];
}
let servers: Server[];
test.beforeEach(() => {
  servers = [];
});
test.afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function createBackend(): Promise<Backend> {
  const told: Backend['told'] = [];
  const server = createServer((request, answer) => {
    void json(request).then((body) => {
      told.push({ url: request.url, headers: request.headers, body });
      answer.end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, told };
}

test('a backend named in the window gets calls about links, with the secret, and so does the next one', async () => {
  const { app, page } = await station.launch();
  const [first, second] = [await createBackend(), await createBackend()];
  const port = await freePort();
  await openBridge(page, english);
  const section = page.getByRole('region', { name: english('bridge.title') });
  await section.getByLabel(english('bridge.port'), { exact: true }).fill(String(port));
  await section.getByLabel(english('bridge.port'), { exact: true }).press('Enter');
  await section.getByText(english('bridge.enable'), { exact: true }).click();
  await expect(section.getByRole('status').first()).toContainText(`:${port}`);
  await button(section, english('bridge.secret.copy')).click();
  const readClipboard = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(readClipboard).toMatch(/^[\w-]{43}$/);
  const secret = await readClipboard();
  await webhooksOf(page, english).getByLabel(english('bridge.backend')).fill(first.url);
  await button(webhooksOf(page, english), english('bridge.apply')).click();

  const shop = station.whatsapp.addPhone({ number: '972501234567' });
  await linkTenant(page, shop, 'shop', 'Shop');
  await expect.poll(() => first.told).toHaveLength(1);
  expect(first.told[0]).toMatchObject({
    url: '/api/internal/whatsapp/status-webhook',
    headers: { 'x-internal-secret': secret },
    body: { tenant_id: 'shop', status: 'connected' },
  });

  const hebrew = await speak(page, 'he');
  await openBridge(page, hebrew);
  const webhooks = webhooksOf(page, hebrew);
  await expect(webhooks).toContainText(stem(hebrew, 'bridge.webhooks.success'));
  const field = webhooks.getByLabel(hebrew('bridge.backend'));
  await field.fill('backend:8000');
  await expect(webhooks).toContainText(stem(hebrew, 'bridge.backend.invalid'));
  await expect(button(webhooks, hebrew('bridge.apply'))).toBeDisabled();
  await field.fill(second.url);
  await field.press('Enter');
  await webhooks.getByText(hebrew('bridge.incoming'), { exact: true }).click();
  await expect(webhooks.getByRole('switch')).toBeChecked();

  // Its link is older than the wish for messages, and no new socket was opened.
  const cafe = station.whatsapp.addPhone({ number: '972507654321' });
  await linkTenant(page, cafe, 'cafe', 'Cafe', hebrew);
  const sent = await fetch(`http://127.0.0.1:${port}/send`, {
    method: 'POST',
    headers: { 'X-Internal-Secret': secret, 'Content-Type': 'application/json' },
    body: JSON.stringify({ tenantId: 'cafe', to: '972501234567', text: 'two coffees' }),
  });
  expect(sent.status).toBe(200);
  const incoming = () => second.told.filter(({ url }) => url === '/api/whatsapp/webhook/incoming');
  await expect.poll(() => JSON.stringify(incoming())).toContain('two coffees');
  expect(incoming()[0]).toMatchObject({ headers: { 'x-internal-secret': secret }, body: { tenantId: 'shop' } });
  expect(station.whatsapp.counts.logins).toBe(2);

  shop.unlink(shop.devices[0]?.jid ?? '');
  await expect
    .poll(() => second.told.map(({ body }) => body))
    .toContainEqual(expect.objectContaining({ tenant_id: 'shop', status: 'disconnected', reason: 'device-removed' }));
  expect(first.told).toHaveLength(1);
});
