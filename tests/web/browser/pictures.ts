// SPDX-License-Identifier: Apache-2.0
import type {Page} from 'playwright-core';
import {choose, example, isDone} from './browser.ts';

/** The project's drawings that the tests use; what the stand-in sees in them follows from their names. */
export const NAMES = ['bear.png', 'sailboat.png', 'smiling_face.png', 'tree.png', 'car.png'] as const;

export async function chooseAll(page: Page): Promise<void> {
  await choose(page, NAMES.map(example));
  for (const name of NAMES)
    await page.getByRole('button', {name: new RegExp(`${name.replace('.', '\\.')}, \\d+ tags`)}).waitFor();
  await isDone(page);
}
