import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';

import { qrPath, quietZone } from '../../../renderer/features/pairing/qr-path.ts';

const pixelsPerModule = 4;

/** Draws the path as a screen does, black on white. */
function drawn(path: string, size: number) {
  const width = size * pixelsPerModule;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < pixelsPerModule; row += 1) {
      const start = ((Number(y) * pixelsPerModule + row) * width + Number(x) * pixelsPerModule) * 4;
      for (let byte = 0; byte < Number(length) * pixelsPerModule * 4; byte += 4)
        data.fill(0, start + byte, start + byte + 3);
    }
  }
  return { width, height: width, data };
}

describe('the QR as a path', () => {
  // As long as WhatsApp's: a ref, three keys and the address in front.
  const text = `https://wa.me/settings/linked_devices#2@${'ref0'.repeat(20)},${'k'.repeat(44)},${'i'.repeat(44)},${'s'.repeat(44)},1`;

  it('is read by a decoder as the text that went in', () => {
    const { size, path } = qrPath(text);
    expect(decodeQR(drawn(path, size))).toBe(text);
  });

  it('keeps four light modules on every side', () => {
    const { size, path } = qrPath(text);
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, length]) => [
      Number(x),
      Number(y),
      Number(length),
    ]);
    expect(quietZone).toBe(4);
    expect(Math.min(...runs.map(([x = 0]) => x))).toBe(4);
    expect(Math.max(...runs.map(([x = 0, , length = 0]) => x + length))).toBe(size - 4);
    expect(Math.min(...runs.map(([, y = 0]) => y))).toBe(4);
    expect(Math.max(...runs.map(([, y = 0]) => y))).toBe(size - 5);
  });
});
