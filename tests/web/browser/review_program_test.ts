// SPDX-License-Identifier: Apache-2.0
// Reviews with the program itself: by keyboard only, over a reload, an undo and a server that is killed, to an export.
import assert from 'node:assert/strict';
import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import type {Page} from 'playwright-core';
import {fitsTheWidth, isAccessible, PHONE, screenshot, setting, withPage, WIDE} from './browser.ts';

const PROGRAM = setting('JTP_PROGRAM');
const kStart = 30_000; // milliseconds
const kPictures = 60;
const MODEL = ['--model', 'mini', '--precision', 'f32', '--threads', '1'];
const GONE = [/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET/]; // what the browser says of a server that was killed

const folder = mkdtempSync(join(tmpdir(), 'jtp-review-'));
const pictures = join(folder, 'pictures');
const store = join(folder, 'scores.sqlite');
after(() => {
  rmSync(folder, {recursive: true});
});

const jtp = (...options: string[]): string =>
  execFileSync(PROGRAM, options, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});

/** A disc on a ground, as a BMP: a format that the server has to turn into another one for the browser. */
function drawDisc(number: number): Buffer {
  const side = 64;
  const bytes = Buffer.alloc(54 + side * side * 3);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(side, 18);
  bytes.writeInt32LE(side, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  const colour = (seed: number): number[] => [seed * 67, seed * 151, seed * 29].map((value) => value % 256);
  const radius = 8 + (number % 7) * 3;
  for (let i = 0; i < side * side; i += 1) {
    const isInside = Math.hypot((i % side) - 32, Math.floor(i / side) - 32) < radius;
    bytes.set(isInside ? colour(number + 3) : [235, 240 - (number % 5) * 40, 245], 54 + 3 * i);
  }
  return bytes;
}

class Served {
  address = '';
  private process: ChildProcess | null = null;

  constructor(private readonly options: readonly string[]) {}

  async start(): Promise<void> {
    const port = this.address ? new URL(this.address).port : '0';
    const server = spawn(PROGRAM, ['serve', '--port', port, '--reviewer', 'anna', ...MODEL, ...this.options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process = server;
    this.address = await new Promise((resolve, reject) => {
      server.stdout.once('data', (line: Buffer) => resolve(`${line.toString().trim()}/`));
      server.on('exit', (code) => reject(new Error(`jtp serve ended with ${code}`)));
      setTimeout(() => reject(new Error('jtp serve named no address')), kStart).unref();
    });
  }

  /** Ends at once, with nothing written that was not written before. */
  async kill(): Promise<void> {
    const server = this.process;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }
}

interface Line {
  readonly record: string;
  readonly name?: string;
  readonly score?: number;
  readonly verdicts?: readonly {readonly question: number; readonly verdict: string}[];
}

const records = (file: string, kind: string): Line[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
    .filter(({record}) => record === kind);

const at = (page: Page, text: string): Promise<void> => page.getByText(text, {exact: true}).waitFor();
const openReview = async (served: Served, page: Page): Promise<void> => {
  await page.goto(`${served.address}#review`);
};

before(() => {
  mkdirSync(pictures);
  for (let i = 0; i < kPictures; i += 1) writeFileSync(join(pictures, `${100 + i}.bmp`), drawDisc(i));
});

test('thirty questions by keyboard, over a reload, an undo and a killed server, to an export', async () => {
  const first = join(folder, 'first.jsonl');
  jtp('review', 'new', '-o', first, '--store', store, '--size', '10', ...MODEL, pictures);
  const tag = records(first, 'tag')[0]?.name ?? '';
  const file = join(folder, 'review.jsonl');
  jtp('review', 'new', '-o', file, '--store', store, '--size', '30', '--tags', tag);
  const scores = records(file, 'question').map(({score}) => score ?? 0);
  assert.equal(scores.length, 30);
  const served = new Served(['--review', file]);
  await served.start();
  const answer = async (page: Page, question: number): Promise<void> => {
    await at(page, `Question ${question + 1} of 30`);
    await page.keyboard.press((scores[question] ?? 0) > 0.2 ? 'y' : 'n');
  };
  try {
    await withPage(
      served.address,
      WIDE,
      async (page) => {
        await page.keyboard.press('3');
        await page.locator('.pic img').waitFor();
        for (let i = 0; i < 12; i += 1) await answer(page, i);
        await at(page, 'Question 13 of 30');
        assert.equal(await page.evaluate(() => document.activeElement?.id), 'question');
        await page.keyboard.press('h');
        await page.getByRole('img', {name: /Heat map of/}).waitFor();
        await screenshot(page, 'review-heat');
        await page.keyboard.press('Escape');
        assert.equal(await page.locator('.heat').count(), 0);
        await page.keyboard.press('z');
        await at(page, 'Question 12 of 30');
        await page.reload();
        for (let i = 11; i < 20; i += 1) await answer(page, i);
        await at(page, 'Question 21 of 30');
        await screenshot(page, 'review');
        assert.equal(records(file, 'answer').length, 21); // one of them was taken back

        await served.kill();
        await answer(page, 20);
        await page.getByText('It is sent again automatically').waitFor();
        await screenshot(page, 'review-gone');
        assert.equal(records(file, 'answer').length, 21);
        await served.start();
        for (let i = 21; i < 30; i += 1) await answer(page, i);
        await page.getByRole('heading', {name: /it is right \d+ to \d+ % of the time/}).waitFor();
        await screenshot(page, 'review-result');
        await page.getByRole('button', {name: 'Use 1 confirmed threshold'}).click();
        await page.getByText('1 threshold in use.').waitFor();
      },
      GONE,
    );
  } finally {
    await served.kill();
  }
  const said = records(file, 'answer').slice(-19); // after the undo
  assert.deepEqual(
    said.map(({verdicts}) => verdicts?.[0]?.question),
    Array.from({length: 19}, (_, i) => i + 11),
  );

  const thresholds = join(folder, 'thresholds.csv');
  jtp('review', 'thresholds', file, '-o', thresholds);
  const [header, line] = readFileSync(thresholds, 'utf8').split('\n');
  assert.equal(header, 'tag,threshold');
  assert.equal(line?.split(',')[0], tag);
  const threshold = Number(line?.split(',')[1]);
  const table = jtp('export', '--store', store, '--format', 'jsonl', '--only', tag, '--thresholds', thresholds);
  const kept = table
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text) as {tags: {name: string; score: number}[]})
    .flatMap(({tags}) => tags);
  assert.ok(kept.length > 0);
  assert.ok(kept.every((found) => found.name === tag && found.score > threshold));
});

test('a review is begun on the page, and whole pictures are marked', async () => {
  const file = join(folder, 'look.jsonl');
  const served = new Served(['--review', file, '--store', store]);
  await served.start();
  try {
    await withPage(served.address, {...WIDE, colorScheme: 'light'}, async (page) => {
      await openReview(served, page);
      await page.getByText('Look around').click();
      await screenshot(page, 'review-start');
      await isAccessible(page);
      await page.getByRole('button', {name: 'Start'}).click();
      await page.locator('.pic img').waitFor();
      assert.equal((await page.locator('.mark-row').count()) > 0, true);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('n');
      await page.keyboard.press('/');
      await page.keyboard.type('fish');
      await page.getByRole('option', {name: 'fish'}).first().waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await screenshot(page, 'review-picture');
      await isAccessible(page);
      await page.getByRole('button', {name: '1 tag wrong, next picture'}).waitFor();
      await page.keyboard.press('ArrowRight');
      const items = records(file, 'picture').length;
      for (let i = 1; i < items; i += 1) {
        await at(page, `Picture ${i + 1} of ${items}`);
        await page.keyboard.press('ArrowRight');
      }
      await page.getByRole('heading', {name: '1 tag did not fit'}).waitFor();
      await page.locator('.card img').first().waitFor();
      await screenshot(page, 'review-look');
      await isAccessible(page);
    });
  } finally {
    await served.kill();
  }
  assert.match(jtp('review', 'report', file), /missed +fish/);
});

for (const [where, options] of [
  ['a phone', PHONE],
  ['a desk', WIDE],
] as const) {
  test(`every state fits and is accessible on ${where}`, async () => {
    const file = join(folder, `${options.viewport.width}.jsonl`);
    jtp('review', 'new', '-o', file, '--store', store, '--size', '12');
    const served = new Served(['--review', file]);
    await served.start();
    try {
      await withPage(served.address, options, async (page) => {
        const check = async (name: string): Promise<void> => {
          await screenshot(page, `review-${name}`);
          await fitsTheWidth(page);
          await isAccessible(page);
        };
        await openReview(served, page);
        await page.locator('.pic img').waitFor();
        await check('question');
        for (let i = 0; i < 12; i += 1) {
          await at(page, `Question ${i + 1} of 12`);
          if (i === 8) await check('range');
          await page.getByRole('button', {name: i % 3 ? 'Yes' : 'No', exact: true}).click();
        }
        await page.getByRole('heading', {name: 'By tag'}).waitFor();
        await check('done');
      });
    } finally {
      await served.kill();
    }
  });
}
