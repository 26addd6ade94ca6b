// SPDX-License-Identifier: Apache-2.0
import type {Tag} from '../../../web/src/api/types.ts';
import {rankScores, type Edits, type Scored, type Thresholds} from '../../../web/src/logic/selection.ts';
import {Vocabulary} from '../../../web/src/logic/vocabulary.ts';

const TAGS: readonly Tag[] = (
  [
    ['wolf', 'species'],
    ['red_fur', 'general'],
    ['solo', 'general'],
    ['hi_res', 'meta'],
    ['name_(role)', 'character'],
    ['red_panda', 'species'],
    ['panda', 'species'],
  ] as const
).map(([name, category], index) => ({index, name, category}));

export const vocabulary = new Vocabulary({
  model: {id: 'small@0', hash: '0'.repeat(64)},
  tags: TAGS,
  thresholds: {global: 0.2, categories: {}, tags: {}},
});

/** Scores by name; 0 for the others. */
export function scoredAs(scores: Readonly<Record<string, number>>): Scored {
  return rankScores(Float32Array.from(TAGS, ({name}) => scores[name] ?? 0));
}

export const index = (name: string): number => vocabulary.find(name)?.index ?? -1;

export const THRESHOLDS: Thresholds = {global: 0.2, confident: 0.5, categories: {}};

export const UNEDITED: Edits = {kept: new Set(), out: new Set()};

export const showsAll = (): boolean => false;
