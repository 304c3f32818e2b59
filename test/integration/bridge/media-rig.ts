import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Phone } from '../../../electron/loopback/phone.ts';
import { isConnected } from '../../../shared/session.ts';
import { type TenantId, tenantIdSchema } from '../../../shared/tenant.ts';
import { type BridgeRig, createBridgeRig } from './bridge-rig.ts';

export interface MediaRig extends BridgeRig {
  readonly shop: TenantId;
  /** The shop's. */
  readonly phone: Phone;
  readonly ana: Phone;
}

/** The bridge rig with one linked tenant and somebody to write to. */
export async function createMediaRig(...options: Parameters<typeof createBridgeRig>): Promise<MediaRig> {
  const rig = await createBridgeRig(...options);
  const phone = rig.whatsapp.addPhone({ number: '972501234567' });
  const ana = rig.whatsapp.addPhone({ number: '972507654321', name: 'Ana' });
  const shop = tenantIdSchema.parse('business_17');
  await rig.console().registry.add(shop, 'Shop');
  await rig.console().registry.start(shop);
  await phone.scan(await rig.qr(shop));
  await rig.until(shop, isConnected);
  return { ...rig, shop, phone, ana };
}

export interface FileServer {
  readonly port: number;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A web server on 127.0.0.1. */
export async function createFileServer(listener: RequestListener): Promise<FileServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
