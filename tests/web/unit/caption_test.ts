// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {captionWords, compareCaption, newCaption, type Comparison} from '../../../web/src/logic/caption.ts';
import {arrange} from '../../../web/src/logic/selection.ts';
import {index, scoredAs, showsAll, THRESHOLDS, UNEDITED, vocabulary} from './small_model.ts';

const SCORES = scoredAs({wolf: 0.9, red_fur: 0.4, solo: 0.15, 'name_(role)': 0.3, panda: 0.01});
const compared = (text: string): Comparison =>
  compareCaption(text, vocabulary, SCORES, arrange(SCORES, vocabulary, THRESHOLDS, UNEDITED, showsAll), showsAll);
const NOTHING = {skipped: new Set<number>(), dropped: new Set<number>()};
const merged = (text: string): string => newCaption(text, compared(text), NOTHING).text;
const names = (tags: readonly {name: string}[]): string[] => tags.map(({name}) => name);

test('a caption is split at commas and lines, or at spaces when underscores show a list', () => {
  const words = (text: string): string[] => captionWords(text, vocabulary).map(({text: word}) => word);
  assert.deepEqual(words('wolf, red fur ,solo'), ['wolf', 'red fur', 'solo']);
  assert.deepEqual(words('wolf red_fur solo'), ['wolf', 'red_fur', 'solo']);
  assert.deepEqual(words('wolf\nred fur\n'), ['wolf', 'red fur']);
  assert.deepEqual(words('A wolf on a rock.'), ['A wolf on a rock.']);
});

test('words are found under any spelling, and sorted by what has to be decided', () => {
  const comparison = compared('My Style, WOLF, name \\(role\\), solo, panda');
  assert.deepEqual(names(comparison.both), ['wolf', 'name_(role)']);
  assert.deepEqual(names(comparison.missing), ['solo']);
  assert.deepEqual(names(comparison.disputed), ['panda']);
  assert.deepEqual(names(comparison.added.map(({tag}) => tag)), ['red_fur']);
  assert.deepEqual(comparison.unknown, ['My Style']);
});

test('old words stay as they are, new ones follow in the spelling of the caption', () => {
  assert.equal(merged('My Style, Wolf'), 'My Style, Wolf, red fur, name (role)');
  assert.equal(merged('wolf, x \\(y\\)'), 'wolf, x \\(y\\), red fur, name \\(role\\)');
  assert.equal(merged('wolf hi_res'), 'wolf hi_res red_fur name_(role)');
  assert.equal(merged('wolf\nsolo'), 'wolf\nsolo\nred fur\nname (role)');
  assert.equal(merged('wolf,hi_res'), 'wolf, hi_res, red_fur, name_(role)');
});

test('nothing is added or removed that the user decided otherwise', () => {
  const choice = {skipped: new Set([index('red_fur')]), dropped: new Set([index('panda')])};
  const made = newCaption('panda, wolf', compared('panda, wolf'), choice);
  assert.deepEqual(made, {text: 'wolf, name (role)', added: 1, removed: 1});
});
