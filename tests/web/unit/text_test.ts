// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bytesText, plural, scoreText} from '../../../web/src/logic/text.ts';

test('a score that would read as its threshold gets a third decimal', () => {
  assert.equal(scoreText(0.2011, 0.2), '0.201');
  assert.equal(scoreText(0.1989, 0.2), '0.199');
  assert.equal(scoreText(0.21, 0.2), '0.21');
});

test('counts and sizes are read as people say them', () => {
  assert.equal(plural(1, 'tag'), '1 tag');
  assert.equal(plural(9083, 'tag'), '9,083 tags');
  assert.equal(bytesText(1), '1 kB');
  assert.equal(bytesText(1_540_000), '1.5 MB');
  assert.equal(bytesText(12_000_000_000), '12.0 GB');
});
