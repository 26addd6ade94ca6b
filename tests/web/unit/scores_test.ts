// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {decodeScores, halfToNumber} from '../../../web/src/api/scores.ts';

test('binary16 is read exactly', () => {
  for (const [bits, value] of [
    [0x0000, 0],
    [0x3c00, 1],
    [0x3800, 0.5],
    [0x3266, 0.199951171875],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7bff, 65504],
    [0x7c00, Infinity],
    [0xbc00, -1],
  ] as const)
    assert.equal(halfToNumber(bits), value);
  assert.ok(Number.isNaN(halfToNumber(0x7e00)));
});

test('scores are little endian, and must be as many as there are tags', () => {
  assert.deepEqual([...decodeScores(btoa('\x00\x3c\x66\x32'), 2)], [1, 0.199951171875]);
  assert.throws(() => decodeScores(btoa('\x00\x3c'), 2), RangeError);
  assert.throws(() => decodeScores('', 1), RangeError);
});
