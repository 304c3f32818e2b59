import { create } from 'qrcode/lib/core/qrcode.js';

/** Modules of white that a reader needs on every side (ISO/IEC 18004). */
export const quietZone = 4;

export interface QrPath {
  /** Modules along one side, quiet zone included. */
  readonly size: number;
  /** One SVG path over every dark module, in module units. */
  readonly path: string;
}

/**
 * The code as a single path of row runs: one element to draw, and no seams between modules. Error correction level L
 * keeps the modules large: on a screen there are no smudges to survive, but the phone may be far away.
 */
export function qrPath(text: string): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: 'L' });
  const { size } = modules;
  const dark = (x: number, y: number) => x < size && modules.get(y, x) === 1;
  const runs: string[] = [];
  for (let y = 0; y < size; y += 1) {
    let x = 0;
    while (x < size) {
      const start = x;
      while (dark(x, y)) x += 1;
      if (x > start) runs.push(`M${start + quietZone} ${y + quietZone}h${x - start}v1h-${x - start}z`);
      x += 1;
    }
  }
  return { size: size + 2 * quietZone, path: runs.join('') };
}
