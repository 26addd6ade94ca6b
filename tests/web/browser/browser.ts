// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium with the page in it. Every test ends with the guard: no message on the console, no request to
// another host.
import assert from 'node:assert/strict';
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import type {AxeResults} from 'axe-core';
import {chromium, type Browser, type BrowserContextOptions, type Page} from 'playwright-core';
import {StandIn} from './stand_in.ts';

const kSkipped = 77; // CTest's
const CHROMIUM = process.env['JTP_CHROMIUM'] || '/usr/bin/chromium';

/** What tests/web/CMakeLists.txt sets. */
export function setting(name: 'JTP_PAGE' | 'JTP_SCREENS' | 'JTP_EXAMPLES' | 'JTP_PROGRAM'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the tests with ctest -L web`);
  return value;
}

if (!existsSync(CHROMIUM)) {
  console.log(`skipped: there is no ${CHROMIUM} (apt-get install chromium)`);
  process.exit(kSkipped);
}

export const example = (name: string): string => join(setting('JTP_EXAMPLES'), name);

export const WIDE = {viewport: {width: 1440, height: 900}, colorScheme: 'dark'} as const;
export const PHONE = {
  viewport: {width: 375, height: 812},
  colorScheme: 'light',
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
} as const;

let browser: Browser;
before(async () => {
  browser = await chromium.launch({executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu']});
});
after(() => browser.close());

/** A page of the browser on `address`, closed afterwards. */
export async function withPage(
  address: string,
  options: BrowserContextOptions,
  run: (page: Page) => Promise<void>,
  expected: readonly RegExp[] = [],
): Promise<void> {
  const context = await browser.newContext({...options, permissions: ['clipboard-read', 'clipboard-write']});
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  const isExpected = (text: string): boolean => expected.some((pattern) => pattern.test(text));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isExpected(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  context.on('request', (request) => {
    const {origin, protocol} = new URL(request.url());
    if (origin !== new URL(address).origin && protocol !== 'blob:') problems.push(`asked ${request.url()}`);
  });
  // From here on the browser hands file dialogs to the test; asked for later, a key press may come first.
  page.on('filechooser', () => undefined);
  try {
    await page.goto(address);
    await run(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(problems, []);
}

/** One test with a page on a stand-in server of its own. */
export function pageTest(
  name: string,
  options: BrowserContextOptions,
  run: (page: Page, server: StandIn) => Promise<void>,
  expected: readonly RegExp[] = [],
): void {
  test(name, async () => {
    const server = new StandIn(setting('JTP_PAGE'));
    for (const picture of ['bear.png', 'car.png', 'sailboat.png', 'smiling_face.png', 'tree.png']) {
      server.store(picture, readFileSync(example(picture)));
    }
    const address = `http://127.0.0.1:${await server.listen()}/`;
    try {
      await withPage(address, options, (page) => run(page, server), expected);
    } finally {
      await server.close();
    }
  });
}

export async function choose(
  page: Page,
  files: readonly string[] | {name: string; mimeType: string; buffer: Buffer}[],
  button = 'Choose pictures',
): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', {name: button}).click(),
  ]);
  await chooser.setFiles(files as string[]);
}

export const row = (page: Page, tag: string) => page.locator(`.row[data-tag="${tag}"]`);

export async function isDone(page: Page): Promise<void> {
  await page.locator('.copy .primary').waitFor();
}

export async function setSlider(page: Page, label: string | RegExp, value: number): Promise<void> {
  await page.getByRole('slider', {name: label}).fill(String(value));
}

export const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = setting('JTP_SCREENS');
  mkdirSync(folder, {recursive: true});
  const size = page.viewportSize();
  await page.screenshot({path: join(folder, `${name}-${size?.width ?? 0}x${size?.height ?? 0}.png`)});
}

const axeSource = readFileSync(createRequire(join(process.cwd(), 'x.js')).resolve('axe-core/axe.min.js'), 'utf8');

/** axe-core's rules of WCAG 2.0 to 2.2, A and AA, and best practice: nothing at all may be found. */
export async function isAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(() => (window as unknown as {axe: {run: () => Promise<AxeResults>}}).axe.run());
  const found = results.violations.map(
    ({id, impact, nodes}) =>
      `${id} (${impact}): ${nodes.map(({html, failureSummary}) => `${html} ${failureSummary}`).join(' | ')}`,
  );
  assert.deepEqual(found, []);
}

/** Nothing sticks out sideways. */
export async function fitsTheWidth(page: Page): Promise<void> {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(excess, 0);
}
