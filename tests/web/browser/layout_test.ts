// SPDX-License-Identifier: Apache-2.0
// Every view at the widths of the design: nothing sticks out. axe-core finds nothing in either theme.
import {
  choose,
  example,
  fitsTheWidth,
  isAccessible,
  isDone,
  PHONE,
  pageTest,
  row,
  screenshot,
  WIDE,
} from './browser.ts';
import {chooseAll} from './pictures.ts';

const SIZES = [
  {where: 'on a phone, light', options: PHONE, axe: true},
  {where: 'on a phone, dark', options: {...PHONE, colorScheme: 'dark'}, axe: false},
  {
    where: 'on a tablet, light',
    options: {viewport: {width: 768, height: 1024}, colorScheme: 'light'},
    axe: false,
  },
  {where: 'on a desk, dark', options: WIDE, axe: true},
  {where: 'on a desk, light', options: {...WIDE, colorScheme: 'light'}, axe: false},
] as const;

for (const {where, options, axe} of SIZES) {
  pageTest(`fits${axe ? ' and is accessible' : ''} ${where}`, options, async (page) => {
    const check = async (name: string): Promise<void> => {
      await screenshot(page, `${name}-${options.colorScheme}`);
      await fitsTheWidth(page);
      if (axe) await isAccessible(page);
    };
    await page.getByText('No picture at hand?').waitFor();
    await check('empty');
    await chooseAll(page);
    await page.getByRole('button', {name: /bear\.png/}).click();
    await row(page, 'bear').waitFor();
    await check('tag');
    await row(page, 'bear').locator('.nm').click();
    await page.locator('.heat').waitFor();
    await check('heat');
    await page.getByRole('tab', {name: /Compare/}).click();
    await page.getByLabel('Your caption').fill('my style, bear, red fur, sailboat');
    await check('compare');
    await page.getByRole('tab', {name: /Lists/}).click();
    await check('lists');
    await page.getByRole('link', {name: 'Gallery'}).click();
    await page.locator('.card').first().click();
    await page.getByRole('button', {name: 'Similar pictures'}).waitFor();
    await check('gallery');
    await page.getByRole('link', {name: 'Review'}).click();
    await page.getByText('jtp review new').waitFor();
    await check('no-review');
  });
}

pageTest('the popovers and the smallest width', {...PHONE, viewport: {width: 360, height: 740}}, async (page) => {
  await choose(page, [example('bear.png')]);
  await isDone(page);
  await fitsTheWidth(page);
  await page.getByRole('button', {name: /Status/}).click();
  await page.getByText('stand-in, loaded').waitFor();
  await screenshot(page, 'status');
  await isAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', {name: 'Settings'}).click();
  await page.getByRole('switch', {name: /Demo mode/}).check();
  await screenshot(page, 'settings');
  await isAccessible(page);
});
