// SPDX-License-Identifier: Apache-2.0
// Heat maps as pixels: the numbers are interpolated first and then coloured, so there are no blocks and no false edge.

// The Inferno colour map at ten points, as in the program's own heat maps.
const STOPS: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [27, 12, 65],
  [74, 12, 107],
  [120, 28, 109],
  [165, 44, 96],
  [207, 68, 70],
  [237, 105, 37],
  [251, 155, 6],
  [247, 209, 61],
  [252, 255, 164],
];
// Weaker values fade out between these limits.
const kInvisible = 0.15;
const kFull = 0.25;

export function rampColour(value: number): [number, number, number] {
  const place = clamp(value, 0, 1) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(place));
  const from = STOPS[below] ?? [0, 0, 0];
  const to = STOPS[below + 1] ?? [0, 0, 0];
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}

/** The value at (x, y), each 0 to 1 over the square, between the centres of the grid's fields. */
export function interpolate(values: readonly number[], grid: number, x: number, y: number): number {
  const fx = clamp(x * grid - 0.5, 0, grid - 1);
  const fy = clamp(y * grid - 0.5, 0, grid - 1);
  const left = Math.floor(fx);
  const top = Math.floor(fy);
  const at = (column: number, row: number): number =>
    values[Math.min(row, grid - 1) * grid + Math.min(column, grid - 1)] ?? 0;
  const upper = at(left, top) * (1 - fx + left) + at(left + 1, top) * (fx - left);
  const lower = at(left, top + 1) * (1 - fx + left) + at(left + 1, top + 1) * (fx - left);
  return upper * (1 - fy + top) + lower * (fy - top);
}

/** RGBA, `side` x `side`, of the padded square. */
export function heatPixels(values: readonly number[], grid: number, side: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const value = interpolate(values, grid, (x + 0.5) / side, (y + 0.5) / side);
      const opacity = 255 * clamp((value - kInvisible) / (kFull - kInvisible), 0, 1);
      pixels.set([...rampColour(value), opacity], (y * side + x) * 4);
    }
  }
  return pixels;
}

/** Where a picture lies in its padded square, as shares of the square's side. */
export function pictureInSquare(width: number, height: number): {x: number; y: number; width: number; height: number} {
  const side = Math.max(width, height, 1);
  return {
    x: (1 - width / side) / 2,
    y: (1 - height / side) / 2,
    width: width / side,
    height: height / side,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
