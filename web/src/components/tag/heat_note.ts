// SPDX-License-Identifier: Apache-2.0

/** The limits that a heat map comes with: over the picture, on a phone below it. */
export const HEAT_NOTE = 'What this score rests on. It does not prove that the tag is right.';
