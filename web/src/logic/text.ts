// SPDX-License-Identifier: Apache-2.0
// Human-readable numbers and names.

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export function twoDecimals(value: number): string {
  return value.toFixed(2);
}

/** Two decimals; three if two would equal the threshold and hide on which side of it the score is. */
export function scoreText(score: number, threshold: number): string {
  const short = twoDecimals(score);
  return short === twoDecimals(threshold) ? score.toFixed(3) : short;
}

export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
