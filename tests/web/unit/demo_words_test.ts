// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isExplicit, wordHash} from '../../../web/src/logic/demo_words.ts';

test('a tag is hidden when one of its words is on the list, not when a longer word holds it', () => {
  assert.equal(isExplicit('explicit', new Set()), true);
  assert.equal(isExplicit('Very_Explicit_(term)', new Set()), true);
  assert.equal(isExplicit('explicitly', new Set()), false);
  for (const name of ['wolf', 'red_fur', 'solo', 'looking_at_viewer', '>_<', '1:1'])
    assert.equal(isExplicit(name, new Set()), false);
});

test('words of the user are hidden as well', () => {
  assert.equal(isExplicit('red_fur', new Set(['fur'])), true);
  assert.equal(isExplicit('further', new Set(['fur'])), false);
});

test('the hash is FNV-1a', () => {
  assert.equal(parseInt(wordHash(''), 36), 0x811c9dc5);
  assert.equal(parseInt(wordHash('a'), 36), 0xe40c292c);
  assert.equal(parseInt(wordHash('foobar'), 36), 0xbf9cf968);
});
