// SPDX-License-Identifier: Apache-2.0

/** The caveat shown with a heat map: over the picture, or below it on a phone. */
export const HEAT_NOTE = 'What this score is based on. It does not prove that the tag is right.';
