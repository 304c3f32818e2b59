import { create } from 'qrcode/lib/core/qrcode.js';

import type { TenantId } from '../../shared/tenant.ts';
import { blackAndWhitePng } from './png.ts';

/** Pixels a module: with its quiet zone the picture is some 400 pixels wide. */
const scale = 6;
/** Modules of white around the code (ISO/IEC 18004). */
const quietZone = 4;

/** QR codes as PNG pictures. Each code is drawn once, at the first request for it. */
export interface QrPictures {
  dataUrl(tenantId: TenantId, text: string): string;
  /** The tenant's QR has expired. */
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
      const dataUrl = `data:image/png;base64,${draw(text).toString('base64')}`;
      pictures.set(tenantId, { text, dataUrl });
      drawn += 1;
      return dataUrl;
    },
    forget: (tenantId) => void pictures.delete(tenantId),
    drawn: () => drawn,
  };
}

/** Level L: WhatsApp's own code has it, and a QR text of 230 characters then needs the fewest modules. */
function draw(text: string): Buffer {
  const { modules } = create(text, { errorCorrectionLevel: 'L' });
  const edge = modules.size + 2 * quietZone;
  const rows = Array.from({ length: edge }, (_row, y) =>
    Array.from({ length: edge }, (_cell, x) => isDark(y - quietZone, x - quietZone)),
  );
  return blackAndWhitePng(rows, scale);

  function isDark(row: number, column: number): boolean {
    const { size } = modules;
    return row >= 0 && column >= 0 && row < size && column < size && modules.get(row, column) !== 0;
  }
}
