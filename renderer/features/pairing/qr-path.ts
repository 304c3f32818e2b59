import { encode } from 'uqr';

/** Modules of white that a reader needs on every side (ISO/IEC 18004). */
export const quietZone = 4;

export interface QrPath {
  /** Modules along one side, quiet zone included. */
  readonly size: number;
  /** One SVG path over every dark module, in module units. */
  readonly path: string;
}

/**
 * The code as a single path of row runs: one element to draw, and no seams between modules. Low error correction keeps
 * the modules large, which matters more for a phone at a distance than surviving a smudge does on a screen.
 */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, border: 0 });
  const runs: string[] = [];
  data.forEach((row, y) => {
    let x = 0;
    while (x < size) {
      const start = x;
      while (row[x] === true) x += 1;
      if (x > start) runs.push(`M${start + quietZone} ${y + quietZone}h${x - start}v1h-${x - start}z`);
      x += 1;
    }
  });
  return { size: size + 2 * quietZone, path: runs.join('') };
}
