// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  arrange,
  levelOf,
  outputNames,
  rankScores,
  rowsBelow,
  type Arrangement,
  type Edits,
  type Thresholds,
} from '../../../web/src/logic/selection.ts';
import {index, scoredAs, showsAll, THRESHOLDS, UNEDITED, vocabulary} from './small_model.ts';

const SCORES = scoredAs({wolf: 0.9, red_fur: 0.4, solo: 0.25, hi_res: 0.6, 'name_(role)': 0.1, panda: 0.05});
const arranged = (thresholds: Thresholds = THRESHOLDS, edits: Edits = UNEDITED): Arrangement =>
  arrange(SCORES, vocabulary, thresholds, edits, showsAll);
const shape = ({groups}: Arrangement): string[] =>
  groups.map(({category, rows}) => `${category}: ${rows.map(({tag}) => tag.name).join(' ')}`);
const copied = (arrangement: Arrangement, format: 'e621' | 'caption' = 'e621'): string =>
  outputNames(arrangement, {add: [], leave: []}, {maybe: true, format}).join(' ');

test('a threshold of the tag comes before that of its category and the common one', () => {
  const thresholds = {global: 0.2, confident: 0.5, categories: {general: 0.3}, tags: {red_fur: 0.1, solo: 0.9}};
  assert.equal(levelOf(0.15, {name: 'red_fur', category: 'general'}, thresholds), 'maybe');
  assert.equal(levelOf(0.25, {name: 'other', category: 'general'}, thresholds), 'below');
  assert.equal(levelOf(0.25, {name: 'wolf', category: 'species'}, thresholds), 'maybe');
  assert.equal(levelOf(0.89, {name: 'solo', category: 'general'}, thresholds), 'below');
  assert.deepEqual(shape(arranged({...THRESHOLDS, tags: {'name_(role)': 0.05}}))[0], 'character: name_(role)');
});

test('a tag is taken when its score is greater than the threshold, not when it is equal', () => {
  assert.equal(levelOf(0.25, {name: 'x', category: 'general'}, {...THRESHOLDS, global: 0.25}), 'below');
  assert.equal(levelOf(0.25001, {name: 'x', category: 'general'}, {...THRESHOLDS, global: 0.25}), 'maybe');
  assert.equal(levelOf(0.5, {name: 'x', category: 'general'}, THRESHOLDS), 'maybe');
  assert.equal(levelOf(0.51, {name: 'x', category: 'general'}, THRESHOLDS), 'confident');
  assert.equal(levelOf(NaN, {name: 'x', category: 'general'}, THRESHOLDS), 'below');
});

test('the confident level never falls below the threshold in force', () => {
  assert.equal(
    levelOf(0.6, {name: 'x', category: 'meta'}, {global: 0.2, confident: 0.5, categories: {meta: 0.7}}),
    'below',
  );
  assert.equal(
    levelOf(0.8, {name: 'x', category: 'meta'}, {global: 0.2, confident: 0.5, categories: {meta: 0.7}}),
    'confident',
  );
});

test('tags are grouped by category in their order, best first', () => {
  assert.deepEqual(shape(arranged()), ['species: wolf', 'meta: hi_res', 'general: red_fur solo']);
  const {confident, maybe, taken} = arranged();
  assert.deepEqual({confident, maybe, taken}, {confident: 2, maybe: 2, taken: 4});
});

test('a threshold of a category may be lower or higher than the common one', () => {
  assert.deepEqual(shape(arranged({...THRESHOLDS, categories: {character: 0.05, general: 0.3}})), [
    'character: name_(role)',
    'species: wolf',
    'meta: hi_res',
    'general: red_fur',
  ]);
});

test('kept tags stay whatever their score, left out ones go whatever theirs', () => {
  const edits = {kept: new Set([index('panda')]), out: new Set([index('wolf'), index('name_(role)')])};
  const arrangement = arranged(THRESHOLDS, edits);
  assert.deepEqual(shape(arrangement), ['species: panda', 'meta: hi_res', 'general: red_fur solo']);
  assert.deepEqual(
    arrangement.out.map(({tag}) => tag.name),
    ['wolf', 'name_(role)'],
  );
});

test('hidden tags are counted, and neither shown nor copied', () => {
  const arrangement = arrange(SCORES, vocabulary, THRESHOLDS, UNEDITED, ({name}) => name === 'wolf');
  assert.equal(arrangement.hidden, 1);
  assert.equal(copied(arrangement), 'hi_res red_fur solo');
});

test('below the threshold the best come first, at most as many as asked for', () => {
  const below = rowsBelow(SCORES, vocabulary, THRESHOLDS, UNEDITED, showsAll, 1);
  assert.deepEqual(
    below.rows.map(({tag}) => tag.name),
    ['name_(role)'],
  );
  assert.equal(below.total, 2);
});

test('copies by category, captions by score', () => {
  assert.equal(copied(arranged()), 'wolf hi_res red_fur solo');
  assert.equal(copied(arranged(), 'caption'), 'wolf hi_res red_fur solo');
  const edits = {kept: new Set([index('panda')]), out: new Set<number>()};
  assert.equal(copied(arranged(THRESHOLDS, edits)), 'wolf panda hi_res red_fur solo');
  assert.equal(copied(arranged(THRESHOLDS, edits), 'caption'), 'wolf hi_res red_fur solo panda');
});

test('the lists come after the edits; without maybe only what is sure or kept is copied', () => {
  const lists = {add: ['sky', 'wolf'], leave: ['hi_res']};
  assert.deepEqual(outputNames(arranged(), lists, {maybe: true, format: 'e621'}), ['wolf', 'red_fur', 'solo', 'sky']);
  const edits = {kept: new Set([index('solo')]), out: new Set<number>()};
  assert.deepEqual(outputNames(arranged(THRESHOLDS, edits), {add: [], leave: []}, {maybe: false, format: 'e621'}), [
    'wolf',
    'hi_res',
    'solo',
  ]);
});

test('equal scores are in the order of the vocabulary', () => {
  assert.deepEqual([...rankScores(Float32Array.of(0.5, 0.9, 0.5)).order], [1, 0, 2]);
});
