// SPDX-License-Identifier: Apache-2.0
// The page that is embedded in the program, with the bundled model: what it shows is what `jtp tag` says.
import assert from 'node:assert/strict';
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, test} from 'node:test';
import {choose, example, isDone, screenshot, setting, withPage, WIDE} from './browser.ts';

const PROGRAM = setting('JTP_PROGRAM');
const kStart = 30_000; // milliseconds
const MODEL = ['--model', 'mini', '--precision', 'f32', '--threads', '1'];

const folder = mkdtempSync(join(tmpdir(), 'jtp-page-'));
const STORE = ['--store', join(folder, 'scores.sqlite')];
const EXAMPLES = dirname(example('bear.png'));

let server: ChildProcess;
let address = '';

before(async () => {
  execFileSync(PROGRAM, ['tag', '--quiet', '--features', ...STORE, ...MODEL, EXAMPLES]);
  server = spawn(PROGRAM, ['serve', '--port', '0', ...STORE, ...MODEL], {stdio: ['ignore', 'pipe', 'inherit']});
  address = await new Promise((resolve, reject) => {
    // Its first line on stdout is the address.
    server.stdout?.once('data', (line: Buffer) => resolve(`${line.toString().trim()}/`));
    server.on('exit', (code) => reject(new Error(`jtp serve ended with ${code}`)));
    setTimeout(() => reject(new Error('jtp serve named no address')), kStart).unref();
  });
});
after(() => {
  server.kill('SIGTERM');
  rmSync(folder, {recursive: true});
});

interface Record {
  readonly sha256: string;
  readonly tags: readonly {readonly name: string; readonly category: string; readonly score: number}[];
}

function tagsOnTheCommandLine(file: string): Record {
  const line = execFileSync(PROGRAM, ['tag', '--quiet', '--jsonl', ...MODEL, file], {encoding: 'utf8'});
  return JSON.parse(line) as Record;
}

for (const name of ['bear.png', 'moon.jpg', 'flower.webp', 'apple.gif']) {
  test(`${name} has the tags and scores of the command line`, async () => {
    await withPage(address, WIDE, async (page) => {
      await choose(page, [example(name)]);
      await isDone(page);
      const shown = await page
        .locator('#rows .row')
        .evaluateAll((rows) =>
          rows.map((row) => [(row as HTMLElement).dataset['tag'], row.querySelector('.sc')?.textContent] as const),
        );
      const expected = tagsOnTheCommandLine(example(name)).tags;
      assert.deepEqual(shown.map(([tag]) => tag).sort(), expected.map((tag) => tag.name).sort());
      for (const tag of expected) {
        const score = Number(shown.find(([shownName]) => shownName === tag.name)?.[1]);
        // Half of the last decimal shown, and half a step of binary16 below 1.
        assert.ok(Math.abs(score - tag.score) <= 0.005 + 2 ** -12, `${tag.name}: ${score} for ${tag.score}`);
      }
    });
  });
}

test('an example from the page itself gets a heat map', async () => {
  await withPage(address, WIDE, async (page) => {
    await page.getByRole('button', {name: 'Try bear.png'}).click();
    await isDone(page);
    await page.locator('.row[data-tag=mammal] .nm').click();
    await page.getByRole('img', {name: 'Heat map of mammal'}).waitFor();
    await screenshot(page, 'program');
  });
});

// CONTRIBUTING.md says how this screen becomes docs/images/page.png.
test('the picture in README.md: all examples, one of them under a heat map', async () => {
  const names = readdirSync(EXAMPLES)
    .filter((name) => /\.(gif|jpg|png|webp)$/.test(name))
    .sort();
  await withPage(address, {viewport: {width: 1280, height: 720}, colorScheme: 'light'}, async (page) => {
    await choose(page, names.map(example));
    for (const name of names) await page.getByRole('button', {name: new RegExp(`${name}, \\d+ tags`)}).waitFor();
    await page.getByRole('button', {name: /sailboat\.png/}).click();
    await page.locator('.row[data-tag=color_red] .nm').click();
    await page.getByRole('img', {name: 'Heat map of color red'}).waitFor();
    await screenshot(page, 'readme');
  });
});

test('the gallery shows what is in the score store, by tag and by likeness', async () => {
  await withPage(address, WIDE, async (page) => {
    await page.getByRole('link', {name: 'Gallery'}).click();
    await page.getByRole('heading', {name: '9 pictures'}).waitFor();
    await page.getByRole('combobox', {name: /Tag, or -tag/}).fill('mammal');
    await page.keyboard.press('Enter');
    await page.getByTitle('bear.png').waitFor();
    await page.getByTitle('tree.png').waitFor({state: 'detached'});
    await page.getByRole('button', {name: 'Clear'}).click();
    await page.getByRole('heading', {name: '9 pictures'}).waitFor();
    await page.getByTitle('tree.png').click();
    await page.getByRole('button', {name: 'Similar pictures'}).click();
    await page.getByText('Similar to tree.png').waitFor();
    // Nothing is more like a picture than itself.
    await page.locator('.card:first-child[title="tree.png"]').waitFor();
    assert.equal(await page.locator('.card').count(), 9);
  });
});

test('the status names the model, and its memory can be released', async () => {
  await withPage(address, WIDE, async (page) => {
    await choose(page, [example('bear.png')]);
    await isDone(page);
    await page.getByRole('button', {name: /Status/}).click();
    await page.getByText('mini, loaded').waitFor();
    await page.getByRole('button', {name: 'Release memory'}).click();
    await page.getByText(/mini, (not loaded|loaded)/).waitFor();
    await page.getByText('memory is released').waitFor();
  });
});
