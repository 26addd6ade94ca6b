// SPDX-License-Identifier: Apache-2.0
// Everything without a mouse.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {clipboard, example, isDone, pageTest, row, screenshot, WIDE} from './browser.ts';
import {chooseAll} from './pictures.ts';

const focused = (page: Parameters<typeof isDone>[0]): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

pageTest('from the empty page to the copied tags', WIDE, async (page) => {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('o')]);
  await chooser.setFiles({
    name: 'bear.png',
    mimeType: 'image/png',
    buffer: readFileSync(example('bear.png')),
  });
  await isDone(page);
  await page.keyboard.press('ArrowDown'); // the first row
  assert.match(await focused(page), /^storyteller \(character\), Character, score 0\.23, maybe/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(page), /^bear, Species, score 0\.97, confident/);
  await page.keyboard.press('h');
  await page.getByRole('img', {name: 'Heat map of bear'}).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.heat').count(), 0);
  await page.keyboard.press('x');
  assert.equal(await row(page, 'bear').getAttribute('data-level'), 'out');
  await page.keyboard.press('z');
  assert.equal(await row(page, 'bear').getAttribute('data-level'), 'confident');
  await page.keyboard.press('/');
  await page.keyboard.type('red pan');
  await page.keyboard.press('Enter');
  assert.equal(await row(page, 'red_panda').locator('.mark').textContent(), 'added');
  await page.keyboard.press('Escape');
  for (let i = 0; i < 40; i += 1) await page.keyboard.press(']');
  assert.equal(await page.locator('output').textContent(), '0.60');
  await page.keyboard.press('c');
  await page.getByText(/Copied \d+ tags/).waitFor();
  assert.match(await clipboard(page), /^bear mammal red_panda /);
});

pageTest('the focus survives what changes around it', WIDE, async (page) => {
  await chooseAll(page);
  await page.getByRole('button', {name: /bear\.png/}).click();
  await row(page, 'mammal').locator('.nm').focus();
  for (let i = 0; i < 10; i += 1) await page.keyboard.press('[');
  assert.match(await focused(page), /^mammal,/);
  await page.keyboard.press('k');
  assert.match(await focused(page), /^mammal, .* kept by you/);
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('.caption-bar .name').textContent(), 'sailboat.png');
  await page.getByRole('tab', {name: /Tags/}).focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await focused(page), /^Compare/);
});

pageTest('the help names the keys, and single keys can be switched off', WIDE, async (page) => {
  await page.keyboard.press('?');
  await page.getByRole('dialog', {name: 'Keyboard'}).waitFor();
  await screenshot(page, 'help');
  await page.keyboard.press('Escape');
  await page.getByRole('button', {name: 'Settings'}).click();
  await page.getByRole('switch', {name: /Single-key/}).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('h1').first().click();
  await page.keyboard.press('?');
  assert.equal(await page.getByRole('dialog', {name: 'Keyboard'}).isVisible(), false);
});

pageTest('keys in a field are letters', WIDE, async (page) => {
  await chooseAll(page);
  await page.getByRole('combobox', {name: 'Add a tag'}).fill('');
  await page.getByRole('combobox', {name: 'Add a tag'}).pressSequentially('xkc');
  assert.equal(await page.getByRole('combobox', {name: 'Add a tag'}).inputValue(), 'xkc');
  assert.equal(await page.locator('.row[data-level=out]').count(), 0);
});

pageTest('the gallery, with arrows, Enter and S', WIDE, async (page) => {
  await page.keyboard.press('2');
  await page.locator('.card').first().waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const name = await page.evaluate(() => (document.activeElement as HTMLElement).title);
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', {name: 'Selected picture'}).waitFor();
  assert.equal(await focused(page), name);
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLElement).title), name);
  await page.keyboard.press('Enter');
  await page.keyboard.press('s');
  await page.getByText(`Similar to ${name}`).waitFor();
});
