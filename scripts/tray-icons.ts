import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { PNG } from 'pngjs';

/**
 * Draws the tray's pictures into resources/, from shapes on a field of 16 by 16: `node --import tsx
 * scripts/tray-icons.ts`. Each comes at 16 and 32 pixels, plain and with a mark for "needs you", in colour and as a
 * template, which macOS fills to suit its menu bar.
 */
type Color = readonly [red: number, green: number, blue: number, alpha: number];
/** The colour of a point, or nothing where the shape is not. A later shape lies over an earlier one. */
type Shape = (x: number, y: number) => Color | undefined;

const samples = 8;
const green: Color = [23, 92, 76, 255];
const white: Color = [255, 255, 255, 255];
const amber: Color = [255, 196, 87, 255];
const black: Color = [0, 0, 0, 255];
const clear: Color = [0, 0, 0, 0];

const rectangle =
  (left: number, top: number, right: number, bottom: number, radius: number, color: Color): Shape =>
  (x, y) => {
    const dx = Math.max(left + radius - x, x - (right - radius), 0);
    const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
    const inside = x >= left && x <= right && y >= top && y <= bottom && Math.hypot(dx, dy) <= radius;
    return inside ? color : undefined;
  };
const disc = (x: number, y: number, radius: number, color: Color) =>
  rectangle(x - radius, y - radius, x + radius, y + radius, radius, color);

const phone = (ink: Color, paper: Color) => [rectangle(4, 1, 12, 15, 2, ink), rectangle(6, 3, 10, 11, 0.5, paper)];
const mark = (ink: Color, ring: Color) => [disc(12, 12, 4, ring), disc(12, 12, 3, ink)];
const tile = rectangle(0, 0, 16, 16, 3.5, green);

const pictures: Readonly<Record<string, readonly Shape[]>> = {
  tray: [tile, ...phone(white, green)],
  trayAttention: [tile, ...phone(white, green), ...mark(amber, green)],
  trayTemplate: phone(black, clear),
  trayAttentionTemplate: [...phone(black, clear), ...mark(black, clear)],
};

function draw(shapes: readonly Shape[], size: number): Buffer {
  const picture = new PNG({ width: size, height: size });
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < samples * samples; sample += 1) {
      const x = ((pixel % size) + ((sample % samples) + 0.5) / samples) * (16 / size);
      const y = (Math.floor(pixel / size) + (Math.floor(sample / samples) + 0.5) / samples) * (16 / size);
      const top = shapes.map((shape) => shape(x, y)).findLast((color) => color !== undefined) ?? clear;
      // Weighted by alpha, or the edges would darken.
      [0, 1, 2].forEach((channel) => (sum[channel] = (sum[channel] ?? 0) + (top[channel] ?? 0) * top[3]));
      sum[3] = (sum[3] ?? 0) + top[3];
    }
    const alpha = sum[3] ?? 0;
    const channels = sum.slice(0, 3).map((value) => (alpha === 0 ? 0 : Math.round(value / alpha)));
    picture.data.set([...channels, Math.round(alpha / samples ** 2)], pixel * 4);
  }
  return PNG.sync.write(picture);
}

const resources = path.join(import.meta.dirname, '../resources');
for (const [name, shapes] of Object.entries(pictures)) {
  writeFileSync(path.join(resources, `${name}.png`), draw(shapes, 16));
  writeFileSync(path.join(resources, `${name}@2x.png`), draw(shapes, 32));
}
