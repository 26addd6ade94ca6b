// SPDX-License-Identifier: Apache-2.0
// Compares an existing caption with the scores of its picture.
import type {Tag} from '../api/types.ts';
import {type Arrangement, type Row, type Scored, type Hides} from './selection.ts';
import {withEscapes, withSpaces} from './spelling.ts';
import type {Vocabulary} from './vocabulary.ts';

export interface CaptionWord {
  readonly text: string; // as written in the caption
  readonly tag: Tag | undefined; // undefined: unknown to the model
}

export interface Comparison {
  readonly words: readonly CaptionWord[];
  readonly added: readonly Row[]; // taken, not in the caption
  readonly both: readonly Tag[];
  readonly missing: readonly Tag[]; // in the caption, not taken
  readonly disputed: readonly Tag[]; // those of `missing` that the model is nearly sure do not fit
  readonly unknown: readonly string[];
}

const kDisputed = 0.05;

/** Tags between commas and line ends; between spaces where there is neither and underscores show that it is a list. */
export function captionWords(text: string, vocabulary: Vocabulary): CaptionWord[] {
  const pieces = isSpaced(text) ? text.split(/\s+/) : text.split(/[,;|\n]/);
  return pieces
    .map((piece) => piece.trim())
    .filter(Boolean)
    .map((piece) => ({text: piece, tag: vocabulary.find(piece)}));
}

function isSpaced(text: string): boolean {
  return !/[,;|\n]/.test(text.trim()) && text.includes('_');
}

export function compareCaption(
  text: string,
  vocabulary: Vocabulary,
  scored: Scored,
  arrangement: Arrangement,
  hides: Hides,
): Comparison {
  const words = captionWords(text, vocabulary);
  const present = new Map(words.flatMap(({tag}) => (tag && !hides(tag) ? [[tag.index, tag] as const] : [])));
  const taken = arrangement.groups.flatMap(({rows}) => rows).sort((a, b) => b.score - a.score);
  const takenIndices = new Set(taken.map(({tag}) => tag.index));
  const score = (tag: Tag): number => scored.scores[tag.index] ?? 0;
  const rest = [...present.values()].filter(({index}) => !takenIndices.has(index)).sort((a, b) => score(b) - score(a));
  return {
    words,
    added: taken.filter(({tag}) => !present.has(tag.index)),
    both: taken.filter(({tag}) => present.has(tag.index)).map(({tag}) => tag),
    missing: rest.filter((tag) => score(tag) >= kDisputed),
    disputed: rest.filter((tag) => score(tag) < kDisputed),
    unknown: words.filter(({tag}) => !tag).map(({text: word}) => word),
  };
}

/** What the user decided about a comparison, as indices. */
export interface CaptionChoice {
  readonly skipped: ReadonlySet<number>; // not added
  readonly dropped: ReadonlySet<number>; // taken out of the caption
}

export interface NewCaption {
  readonly text: string;
  readonly added: number;
  readonly removed: number;
}

/** The caption's words first, unchanged, then the new tags with the caption's separator and spelling. */
export function newCaption(text: string, {words, added}: Comparison, {skipped, dropped}: CaptionChoice): NewCaption {
  const old = words.filter(({tag}) => !tag || !dropped.has(tag.index)).map(({text: word}) => word);
  const tags = added.filter(({tag}) => !skipped.has(tag.index)).map(({tag}) => tag.name);
  const spaced = isSpaced(text);
  const underscores = spaced || (text.includes('_') && !/\w \w/.test(text));
  const spell = (name: string): string => {
    const written = underscores ? name : withSpaces(name);
    return /\\[()]/.test(text) ? withEscapes(written) : written;
  };
  return {
    text: [...old, ...tags.map(spell)].join(spaced ? ' ' : separator(text)),
    added: tags.length,
    removed: words.length - old.length,
  };
}

function separator(text: string): string {
  if (text.includes(',') || !text.trim().includes('\n')) return ', ';
  return '\n';
}
