// SPDX-License-Identifier: Apache-2.0

/** The project's own drawings, which build.mjs puts beside the page. */
export const EXAMPLES: readonly string[] = ['bear.png', 'sailboat.png', 'smiling_face.png', 'tree.png', 'car.png'];

export const exampleAddress = (name: string): string => `example-${name}`;
