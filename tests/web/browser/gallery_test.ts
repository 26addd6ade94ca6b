// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {dirname} from 'node:path';
import {choose, example, isDone, pageTest, screenshot, setSlider, WIDE} from './browser.ts';

pageTest('filters by tags, with and without, and by score', WIDE, async (page) => {
  await page.getByRole('link', {name: 'Gallery'}).click();
  await page.getByRole('heading', {name: '5 pictures'}).waitFor();
  const field = page.getByRole('combobox', {name: /Tag, or -tag/});
  await field.fill('outside');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: '2 of 5 pictures'}).waitFor();
  assert.deepEqual(await page.locator('.card').evaluateAll((all) => all.map((card) => (card as HTMLElement).title)), [
    'sailboat.png',
    'tree.png',
  ]);
  await setSlider(page, 'Score above', 0.75);
  await page.getByRole('heading', {name: '1 of 5 pictures'}).waitFor();
  await setSlider(page, 'Score above', 0.2);
  await field.fill('-boat');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: '1 of 5 pictures'}).waitFor();
  await page.getByRole('button', {name: 'without boat, switch'}).click();
  await page.getByTitle('sailboat.png').waitFor();
  await page.getByRole('button', {name: 'Remove outside'}).click();
  await page.getByRole('button', {name: 'Clear'}).click();
  await page.getByRole('heading', {name: '5 pictures'}).waitFor();
});

pageTest('scores begin at the threshold of the server', WIDE, async (page, server) => {
  server.thresholds = {global: 0.35, categories: {}, tags: {}};
  await page.goto(`${page.url()}#gallery`);
  await page.getByTitle('Only pictures with vehicle').click();
  assert.equal(await page.getByLabel('Score above').inputValue(), '0.35');
});

pageTest('narrows by what is common, and says when nothing fits', WIDE, async (page) => {
  await page.goto(`${page.url()}#gallery`);
  await page.getByTitle('Only pictures with vehicle').click();
  await page.getByRole('heading', {name: '2 of 5 pictures'}).waitFor();
  await setSlider(page, 'Score above', 1);
  await page.getByText('No matching pictures.').waitFor();
});

pageTest('previews come from a folder of this computer, and open in Tag', WIDE, async (page, server) => {
  await page.goto(`${page.url()}#gallery`);
  await page.locator('.card').first().waitFor();
  assert.equal(await page.locator('.card img').count(), 0);
  await screenshot(page, 'gallery-words');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', {name: 'Show previews'}).click(),
  ]);
  await chooser.setFiles(dirname(example('bear.png')));
  await page.waitForFunction(() => document.querySelectorAll('.card img').length === 5);
  assert.deepEqual(server.tagged, []);
  await page.getByTitle('tree.png').click();
  await screenshot(page, 'gallery');
  await page.getByRole('button', {name: 'Similar pictures'}).click();
  await page.getByText('Similar to tree.png').waitFor();
  await page.getByTitle('car.png').click();
  await page.getByRole('button', {name: 'Open in Tag'}).click();
  await isDone(page);
  assert.deepEqual(server.tagged, ['car.png']);
});

pageTest('a picture of the Tag view finds its like in the store', WIDE, async (page) => {
  await choose(page, [example('tree.png')]);
  await isDone(page);
  await page.getByRole('button', {name: 'Similar pictures in the store'}).click();
  await page.getByText('Similar to tree.png').waitFor();
  await page.getByText('Most alike').waitFor();
});
