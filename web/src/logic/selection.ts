// SPDX-License-Identifier: Apache-2.0
// What a score means under the user's thresholds and edits. Pure functions. All of the page that lists, counts, copies
// or compares tags uses them, so that no two places can disagree.
import {CATEGORIES, type Category, type Tag} from '../api/types.ts';
import type {Format} from './spelling.ts';
import type {Vocabulary} from './vocabulary.ts';

export interface Thresholds {
  readonly global: number;
  readonly confident: number;
  readonly categories: Readonly<Partial<Record<Category, number>>>;
  /** By name; from a review. */
  readonly tags?: Readonly<Record<string, number>>;
}

/** Indices of tags. */
export interface Edits {
  readonly kept: ReadonlySet<number>;
  readonly out: ReadonlySet<number>;
}

export interface Scored {
  readonly scores: Float32Array;
  /** Every index, the highest score first, ties by index. */
  readonly order: Uint32Array;
}

export type Level = 'confident' | 'maybe' | 'below' | 'out';

export interface Row {
  readonly tag: Tag;
  readonly score: number;
  readonly level: Level;
  readonly kept: boolean;
}

export interface Group {
  readonly category: Category;
  readonly rows: readonly Row[];
}

export interface Arrangement {
  readonly groups: readonly Group[];
  readonly out: readonly Row[];
  readonly confident: number;
  readonly maybe: number;
  readonly taken: number; // rows of the groups, hidden ones too
  readonly hidden: number; // of them, not shown
}

export type Hides = (tag: Tag) => boolean;

export const kListed = 0.03; // lower scores are not worth showing

export function rankScores(scores: Float32Array): Scored {
  const order = Uint32Array.from(scores, (_, i) => i);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return {scores, order};
}

export function categoryThreshold(category: Category, thresholds: Thresholds): number {
  return thresholds.categories[category] ?? thresholds.global;
}

/** A tag's own threshold overrides its category's, which overrides the global one. */
export function thresholdOf(tag: Pick<Tag, 'name' | 'category'>, thresholds: Thresholds): number {
  return thresholds.tags?.[tag.name] ?? categoryThreshold(tag.category, thresholds);
}

/** The only comparison, strict as on the command line. The confident level is never below the effective threshold. */
export function levelOf(
  score: number,
  tag: Pick<Tag, 'name' | 'category'>,
  thresholds: Thresholds,
): 'confident' | 'maybe' | 'below' {
  const threshold = thresholdOf(tag, thresholds);
  if (score > Math.max(threshold, thresholds.confident)) return 'confident';
  return score > threshold ? 'maybe' : 'below';
}

function rowOf(tag: Tag, scored: Scored, thresholds: Thresholds, edits: Edits): Row {
  const score = scored.scores[tag.index] ?? 0;
  const level = edits.out.has(tag.index) ? 'out' : levelOf(score, tag, thresholds);
  return {tag, score, level, kept: edits.kept.has(tag.index)};
}

/** The tags above their thresholds and the kept ones, best first. Stops at the first score that cannot matter. */
function* rowsInForce(scored: Scored, vocabulary: Vocabulary, thresholds: Thresholds, edits: Edits): Generator<Row> {
  const lowest = Math.min(
    thresholds.global,
    ...Object.values(thresholds.categories),
    ...Object.values(thresholds.tags ?? {}),
  );
  const edited = new Set([...edits.kept, ...edits.out]);
  for (const index of scored.order) {
    if ((scored.scores[index] ?? 0) <= lowest) break;
    const row = rowOf(vocabulary.at(index), scored, thresholds, edits);
    if (row.level === 'below' && !row.kept) continue;
    edited.delete(index);
    yield row;
  }
  const rest = [...edited].map((index) => rowOf(vocabulary.at(index), scored, thresholds, edits));
  yield* rest.sort((a, b) => b.score - a.score);
}

export function arrange(
  scored: Scored,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  edits: Edits,
  hides: Hides,
): Arrangement {
  const byCategory = new Map<Category, Row[]>();
  const out: Row[] = [];
  const count = {confident: 0, maybe: 0, taken: 0, hidden: 0};
  for (const row of rowsInForce(scored, vocabulary, thresholds, edits)) {
    if (row.level === 'out') {
      if (!hides(row.tag)) out.push(row);
      continue;
    }
    count.taken += 1;
    if (row.level !== 'below') count[row.level] += 1;
    if (hides(row.tag)) {
      count.hidden += 1;
      continue;
    }
    const rows = byCategory.get(row.tag.category);
    if (rows) rows.push(row);
    else byCategory.set(row.tag.category, [row]);
  }
  const groups = CATEGORIES.flatMap((category) => {
    const rows = byCategory.get(category);
    return rows ? [{category, rows}] : [];
  });
  return {groups, out, ...count};
}

export interface Below {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** The tags below their thresholds that are worth a look: the best `limit` of `total`. */
export function rowsBelow(
  scored: Scored,
  vocabulary: Vocabulary,
  thresholds: Thresholds,
  edits: Edits,
  hides: Hides,
  limit: number,
): Below {
  const rows: Row[] = [];
  let total = 0;
  for (const index of scored.order) {
    if ((scored.scores[index] ?? 0) <= kListed) break;
    const row = rowOf(vocabulary.at(index), scored, thresholds, edits);
    if (row.level !== 'below' || row.kept || hides(row.tag)) continue;
    total += 1;
    if (rows.length < limit) rows.push(row);
  }
  return {rows, total};
}

/** Settings that apply to every picture. */
export interface Lists {
  readonly add: readonly string[]; // names
  readonly leave: readonly string[];
}

export interface Taking {
  readonly maybe: boolean; // take tags of the maybe level too
  readonly format: Format;
}

/**
 * The names to copy. In this order: score, threshold, kept, left out, lists, order, and the caller spells. The order is
 * by category, then score, except in captions, which have the best score first.
 */
export function outputNames(arrangement: Arrangement, lists: Lists, taking: Taking): string[] {
  const rows = arrangement.groups
    .flatMap(({rows: of}) => of)
    .filter((row) => row.kept || row.level === 'confident' || taking.maybe);
  if (taking.format === 'caption') rows.sort((a, b) => b.score - a.score || a.tag.index - b.tag.index);
  const leave = new Set(lists.leave);
  const names = rows.map(({tag}) => tag.name).filter((name) => !leave.has(name));
  return [...new Set([...names, ...lists.add])];
}
