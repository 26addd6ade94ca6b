// SPDX-License-Identifier: Apache-2.0

/** The value of an IEEE 754 binary16, which every float32 holds exactly. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * The scores of an answer with scores=f16: base64 of binary16, little endian. Throws RangeError when they are not
 * `count`.
 */
export function decodeScores(base64: string, count: number): Float32Array {
  const bytes = atob(base64);
  if (bytes.length !== 2 * count) throw new RangeError(`${bytes.length} bytes of scores for ${count} tags`);
  return Float32Array.from({length: count}, (_, i) =>
    halfToNumber(bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8)),
  );
}
