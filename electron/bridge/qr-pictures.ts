import { encode } from 'uqr';

import type { TenantId } from '../../shared/tenant.ts';
import { blackAndWhitePng } from './png.ts';

/** Pixels a module: with its quiet zone the picture is some 400 pixels wide. */
const scale = 6;
/** Modules of white around the code (ISO/IEC 18004). */
const quietZone = 4;

/** QRs as pictures, each drawn once however many poll, and only when somebody asks. */
export interface QrPictures {
  dataUrl(tenantId: TenantId, text: string): string;
  /** The tenant's QR is dead. */
  forget(tenantId: TenantId): void;
  /** Pictures drawn so far. */
  readonly drawn: () => number;
}

export function createQrPictures(): QrPictures {
  const pictures = new Map<TenantId, { readonly text: string; readonly dataUrl: string }>();
  let drawn = 0;
  return {
    dataUrl(tenantId, text) {
      const known = pictures.get(tenantId);
      if (known?.text === text) return known.dataUrl;
      const { data } = encode(text, { ecc: 'L', border: quietZone });
      const dataUrl = `data:image/png;base64,${blackAndWhitePng(data, scale).toString('base64')}`;
      pictures.set(tenantId, { text, dataUrl });
      drawn += 1;
      return dataUrl;
    },
    forget: (tenantId) => void pictures.delete(tenantId),
    drawn: () => drawn,
  };
}
