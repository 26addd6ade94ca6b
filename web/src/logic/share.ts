// SPDX-License-Identifier: Apache-2.0
// Shares as text: a range rather than a single number.
import type {ReviewShare} from '../api/types.ts';

export function percentText(share: number): string {
  return `${Math.round(100 * share)} %`;
}

export function rangeText(share: ReviewShare): string {
  return `${Math.round(100 * share.low)} to ${percentText(share.high)}`;
}
