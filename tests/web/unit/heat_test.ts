// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {heatPixels, interpolate, pictureInSquare, rampColour} from '../../../web/src/logic/heat.ts';

test('the ramp begins and ends with its stops and is monotonous in brightness', () => {
  assert.deepEqual(rampColour(0), [0, 0, 4]);
  assert.deepEqual(rampColour(1), [252, 255, 164]);
  assert.deepEqual(rampColour(-1), rampColour(0));
  const brightness = Array.from({length: 101}, (_, i) => {
    const [r, g, b] = rampColour(i / 100);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  for (let i = 1; i < brightness.length; i += 1) assert.ok((brightness[i] ?? 0) >= (brightness[i - 1] ?? 0) - 0.5);
});

test('interpolation meets the numbers at the centres and stays between them', () => {
  const values = [0, 1, 0.5, 0.25];
  assert.equal(interpolate(values, 2, 0.25, 0.25), 0);
  assert.equal(interpolate(values, 2, 0.75, 0.25), 1);
  assert.equal(interpolate(values, 2, 0.5, 0.25), 0.5);
  assert.equal(interpolate(values, 2, 0, 1), 0.5);
  assert.equal(interpolate([0.7], 1, 0.9, 0.1), 0.7);
});

test('weak places are transparent, strong ones are not', () => {
  const pixels = heatPixels([0, 0, 1, 1], 2, 4);
  assert.equal(pixels[3], 0);
  assert.equal(pixels[4 * 15 + 3], 255);
});

test('a picture lies in the middle of its square', () => {
  assert.deepEqual(pictureInSquare(200, 100), {x: 0, y: 0.25, width: 1, height: 0.5});
  assert.deepEqual(pictureInSquare(100, 400), {x: 0.375, y: 0, width: 0.25, height: 1});
});
