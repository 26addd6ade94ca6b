// SPDX-License-Identifier: Apache-2.0
// The Tag view with a mouse.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {chooseAll, NAMES} from './pictures.ts';
import {choose, clipboard, example, isDone, pageTest, row, screenshot, setSlider, WIDE} from './browser.ts';

pageTest('a chosen picture is tagged, grouped by category, best first', WIDE, async (page) => {
  await choose(page, [example('bear.png')]);
  await isDone(page);
  assert.deepEqual(
    await page.locator('#rows h2').evaluateAll((all) => all.map((h) => h.textContent?.split(/\d/)[0]?.trim())),
    ['Character', 'Species', 'Meta', 'General', 'Lore'],
  );
  const species = page.locator('.group[data-cat=species] .row');
  assert.deepEqual(await species.evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset['tag'])), [
    'bear',
    'mammal',
    'ursine',
    'wolf',
  ]);
  assert.equal(await row(page, 'bear').locator('.sc').textContent(), '0.97');
  assert.equal(await row(page, 'bear').getAttribute('data-level'), 'confident');
  assert.equal(await row(page, 'wolf').getAttribute('data-level'), 'maybe');
});

pageTest('several pictures make a filmstrip; a bad one is named and the others go on', WIDE, async (page) => {
  const bad = {name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture')};
  const good = NAMES.map((name) => ({name, mimeType: 'image/png', buffer: readFileSync(example(name))}));
  await choose(page, [...good.slice(0, 2), bad, ...good.slice(2)]);
  await page.getByRole('button', {name: 'notes.png, not tagged'}).click();
  assert.match(await page.getByRole('alert').last().innerText(), /notes\.png was not tagged[\s\S]*not a picture/);
  await screenshot(page, 'bad-picture');
  await page.getByRole('button', {name: 'Remove it from the list'}).click();
  await page.getByRole('button', {name: /tree\.png, \d+ tags/}).click();
  await row(page, 'leaf').waitFor();
  assert.equal(await page.locator('.film .thumb img').count(), NAMES.length);
});

pageTest('a pasted picture is tagged', WIDE, async (page) => {
  await page.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({'image/png': new Blob([bytes], {type: 'image/png'})})]);
    },
    readFileSync(example('bear.png')).toString('base64'),
  );
  await page.keyboard.press('Control+v');
  await isDone(page);
  assert.equal(await page.locator('.caption-bar .name').textContent(), 'pasted-1.png');
});

pageTest('a dropped picture is tagged', WIDE, async (page) => {
  const transfer = await page.evaluateHandle(
    (base64) => {
      const data = new DataTransfer();
      data.items.add(
        new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'bear.png', {type: 'image/png'}),
      );
      return data;
    },
    readFileSync(example('bear.png')).toString('base64'),
  );
  await page.locator('body').dispatchEvent('dragover', {dataTransfer: transfer});
  await page.getByText('Drop to tag').waitFor();
  await page.locator('body').dispatchEvent('drop', {dataTransfer: transfer});
  await isDone(page);
  assert.equal(await page.getByText('Drop to tag').count(), 0);
});

pageTest(
  'the threshold filters at once, by the strict rule, and never asks the server again',
  WIDE,
  async (page, server) => {
    await chooseAll(page);
    await page.getByRole('button', {name: /bear\.png/}).click();
    const asked = server.tagged.length;
    await setSlider(page, 'Threshold', 0.21);
    assert.equal(await row(page, 'wolf').count(), 0);
    assert.equal(await row(page, 'remastered').count(), 1);
    await setSlider(page, 'Threshold', 0.1);
    await row(page, 'red_panda').waitFor();
    await page.getByText('Levels and categories').click();
    await setSlider(page, 'Species', 0.6);
    assert.equal(await row(page, 'ursine').count(), 0);
    assert.equal(await row(page, 'red_fur').count(), 1);
    await screenshot(page, 'levels');
    await page.getByRole('button', {name: 'Species: use the global threshold'}).click();
    assert.equal(await row(page, 'ursine').count(), 1);
    assert.equal(server.tagged.length, asked);
  },
);

pageTest('copies in three spellings, remembers the choice, and follows the edits', WIDE, async (page) => {
  await choose(page, [example('smiling_face.png')]);
  await isDone(page);
  await setSlider(page, 'Threshold', 0.39);
  await page.getByRole('button', {name: /^Copy \d+ tags/}).click();
  assert.equal(await clipboard(page), '1:1 smile solo looking_at_viewer yellow_body ^_^');
  await page.getByRole('radio', {name: 'PostyBirb'}).check();
  await row(page, 'solo').hover();
  await page.getByRole('button', {name: 'Leave solo out'}).click();
  await page.getByRole('button', {name: /^Copy \d+ tags/}).click();
  assert.equal(await clipboard(page), '1:1, smile, looking at viewer, yellow body, ^_^');
  await page.getByRole('radio', {name: 'Caption'}).check();
  await page.getByRole('combobox', {name: 'Add a tag'}).fill('storyt');
  await page.getByRole('option').first().click();
  await page.getByRole('button', {name: /^Copy \d+ tags/}).click();
  assert.match(
    await clipboard(page),
    /^smile, looking at viewer, yellow body, \^_\^, 1:1, storyteller \\\(character\\\)$/,
  );
  await page.reload();
  await choose(page, [example('smiling_face.png')]);
  await isDone(page);
  assert.equal(await page.getByRole('radio', {name: 'Caption'}).isChecked(), true);
});

pageTest(
  'a click on a tag shows its heat map, another click takes it away',
  WIDE,
  async (page, server) => {
    await choose(page, [example('bear.png')]);
    await isDone(page);
    await row(page, 'bear').click();
    await page.getByRole('img', {name: 'Heat map of bear'}).waitFor();
    const [picture, heat] = await Promise.all([
      page.locator('.pic img').boundingBox(),
      page.locator('.heat').boundingBox(),
    ]);
    assert.deepEqual(heat, picture);
    await screenshot(page, 'heat');
    server.forgets = true; // it gets the picture once more, without a word to the user
    await row(page, 'fur').click();
    await page.getByRole('img', {name: 'Heat map of fur'}).waitFor();
    assert.equal(server.tagged.length, 2);
    await row(page, 'fur').click();
    assert.equal(await page.locator('.heat').count(), 0);
  },
  [/404/],
);

pageTest('lists hold for every picture and outlast the page', WIDE, async (page) => {
  await choose(page, [example('bear.png')]);
  await isDone(page);
  await page.getByRole('tab', {name: /Lists/}).click();
  await page.getByRole('combobox', {name: 'Add to “always add”'}).fill('sky');
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', {name: 'Add to “always leave out”'}).fill('hi res');
  await page.getByRole('option').first().click();
  await screenshot(page, 'lists');
  await page.reload();
  await choose(page, [example('tree.png')]);
  await isDone(page);
  const text = await page.locator('.copy .out').textContent();
  assert.match(text ?? '', /tree plant outside .* sky$/);
  assert.doesNotMatch(text ?? '', /hi_res/);
});

pageTest('a caption is compared: what is disputed, missing and would be added', WIDE, async (page) => {
  await choose(page, [example('bear.png')]);
  await isDone(page);
  await page.getByRole('tab', {name: /Compare/}).click();
  await page.getByLabel('Your caption').fill('my style, bear, red fur, sailboat');
  const section = (title: string) => page.locator('.cmp', {hasText: title});
  assert.match(await section('Disputed').innerText(), /sailboat/);
  assert.match(await section('Missing').innerText(), /red fur/);
  assert.match(await section('Unknown words').innerText(), /my style/);
  assert.match(await section('Would be added').innerText(), /brown fur/);
  await section('Disputed')
    .getByRole('button', {name: /sailboat/})
    .click();
  await section('Would be added').getByRole('button', {name: 'Add none'}).click();
  await section('Would be added')
    .getByRole('button', {name: /brown fur/})
    .click();
  await screenshot(page, 'compare');
  await page.getByRole('button', {name: 'Copy new caption'}).click();
  assert.equal(await clipboard(page), 'my style, bear, red fur, brown fur');
});
