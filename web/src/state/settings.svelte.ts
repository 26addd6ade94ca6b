// SPDX-License-Identifier: Apache-2.0
// Settings that the browser keeps between visits. None are sent to the server.
import {CATEGORIES, type Category, type ServerThresholds, type Tag} from '../api/types.ts';
import {isExplicit} from '../logic/demo_words.ts';
import type {Lists, Taking, Thresholds} from '../logic/selection.ts';
import {FORMATS, type Format} from '../logic/spelling.ts';

export type Theme = 'system' | 'light' | 'dark';

interface Stored {
  threshold: number;
  confident: number;
  categories: Partial<Record<Category, number>>;
  tagThresholds: Record<string, number>; // by name, from the server or from a review
  followed: string; // the server's thresholds that these were copied from, as text
  format: Format;
  takeMaybe: boolean;
  add: string[];
  leave: string[];
  theme: Theme;
  blur: boolean;
  demo: boolean;
  demoWords: string;
  shortcuts: boolean;
}

const kName = 'jtp.settings';
const kNever = 1; // no score is greater
const kDefaults: Stored = {
  threshold: kNever, // until the server has reported its threshold
  confident: 0.5,
  categories: {},
  tagThresholds: {},
  followed: '',
  format: 'e621',
  takeMaybe: true,
  add: [],
  leave: [],
  theme: 'system',
  blur: false,
  demo: false,
  demoWords: '',
  shortcuts: true,
};

const kFewer = 0.5;
const kMore = 0.1;

export class Settings {
  readonly values: Stored = $state(load());

  readonly thresholds: Thresholds = $derived({
    global: this.values.threshold,
    confident: this.values.confident,
    categories: {...this.values.categories},
    tags: {...this.values.tagThresholds},
  });
  /** The threshold that the server was started with; null until it has reported one. */
  readonly standard: number | null = $derived(globalOf(this.values.followed));
  /** Named thresholds around the server's own. */
  readonly presets: readonly (readonly [string, number])[] = $derived(presetsAround(this.standard));
  readonly lists: Lists = $derived({add: [...this.values.add], leave: [...this.values.leave]});
  readonly taking: Taking = $derived({maybe: this.values.takeMaybe, format: this.values.format});
  readonly hidesPreviews: boolean = $derived(this.values.blur || this.values.demo);
  private readonly ownWords = $derived(
    new Set(
      this.values.demoWords
        .toLowerCase()
        .split(/[\s,_]+/)
        .filter(Boolean),
    ),
  );

  hides = (tag: Tag): boolean => this.values.demo && isExplicit(tag.name, this.ownWords);

  setThreshold(value: number): void {
    this.values.threshold = step(value);
  }

  setCategory(category: Category, value: number | undefined): void {
    if (value === undefined) delete this.values.categories[category];
    else this.values.categories[category] = step(value);
  }

  /** Copies the server's thresholds once. Later changes here stay until the server is started with other thresholds. */
  follow(thresholds: ServerThresholds): void {
    const text = textOf(thresholds);
    if (text === this.values.followed) return;
    this.values.followed = text;
    this.setThreshold(thresholds.global);
    this.values.categories = {...thresholds.categories};
    this.setTagThresholds(
      Object.fromEntries(Object.entries(thresholds.tags).map(([name, value]) => [name, value ?? kNever])),
    );
  }

  /** Replaces the tag thresholds from the server or an earlier review. */
  setTagThresholds(thresholds: Readonly<Record<string, number>>): void {
    this.values.tagThresholds = {...thresholds};
  }

  addTo(list: 'add' | 'leave', name: string): void {
    const other = list === 'add' ? 'leave' : 'add';
    this.removeFrom(other, name);
    if (!this.values[list].includes(name)) this.values[list].push(name);
  }

  removeFrom(list: 'add' | 'leave', name: string): void {
    this.values[list] = this.values[list].filter((other) => other !== name);
  }

  /** Saves changes. Call it where effects may run. */
  remember(): void {
    $effect(() => {
      const text = JSON.stringify(this.values);
      try {
        localStorage.setItem(kName, text);
      } catch {
        /* a private window: settings last as long as the page */
      }
    });
  }
}

function textOf(thresholds: ServerThresholds): string {
  return JSON.stringify([thresholds.global, thresholds.categories, thresholds.tags]);
}

/** The first part of textOf(); null if the text is not from textOf(). */
function globalOf(text: string): number | null {
  try {
    const parsed: unknown = JSON.parse(text);
    const value: unknown = Array.isArray(parsed) ? parsed[0] : null;
    return typeof value === 'number' ? step(value) : null;
  } catch {
    return null;
  }
}

function presetsAround(standard: number | null): readonly (readonly [string, number])[] {
  if (standard === null) return [];
  const fewer = standard < kFewer ? ([['Fewer', kFewer]] as const) : [];
  const more = standard > kMore ? ([['More', kMore]] as const) : [];
  return [...fewer, ['Default', standard], ...more];
}

function step(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
}

/** The stored values that are valid; the storage is not trusted. */
function load(): Stored {
  let found: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(kName) ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) found = parsed as Record<string, unknown>;
  } catch {
    /* as if nothing were stored */
  }
  const boolean = (key: keyof Stored, standard: boolean): boolean => {
    const value = found[key];
    return typeof value === 'boolean' ? value : standard;
  };
  const share = (value: unknown, standard: number): number => (typeof value === 'number' ? step(value) : standard);
  const names = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
  const oneOf = <Value extends string>(value: unknown, values: readonly Value[], standard: Value): Value =>
    values.find((known) => known === value) ?? standard;
  const own = (found['categories'] ?? {}) as Record<string, unknown>;
  return {
    threshold: share(found['threshold'], kDefaults.threshold),
    confident: share(found['confident'], kDefaults.confident),
    categories: Object.fromEntries(
      CATEGORIES.filter((category) => typeof own[category] === 'number').map((category) => [
        category,
        share(own[category], kDefaults.threshold),
      ]),
    ),
    tagThresholds: Object.fromEntries(
      Object.entries((found['tagThresholds'] ?? {}) as Record<string, unknown>).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= 1,
      ),
    ),
    followed: typeof found['followed'] === 'string' ? found['followed'] : kDefaults.followed,
    format: oneOf(found['format'], FORMATS, kDefaults.format),
    takeMaybe: boolean('takeMaybe', kDefaults.takeMaybe),
    add: names(found['add']),
    leave: names(found['leave']),
    theme: oneOf(found['theme'], ['system', 'light', 'dark'], kDefaults.theme),
    blur: boolean('blur', kDefaults.blur),
    demo: boolean('demo', kDefaults.demo),
    demoWords: typeof found['demoWords'] === 'string' ? found['demoWords'] : kDefaults.demoWords,
    shortcuts: boolean('shortcuts', kDefaults.shortcuts),
  };
}

export const settings = new Settings();
