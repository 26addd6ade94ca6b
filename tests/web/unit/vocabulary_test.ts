// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {vocabulary} from './small_model.ts';

const found = (query: string, rank: (name: string) => number = () => 0): string[] =>
  vocabulary.search(query, 3, ({name}) => rank(name)).map(({name}) => name);

test('the tag itself comes first, then beginnings, then words, then parts', () => {
  assert.deepEqual(found('panda'), ['panda', 'red_panda']);
  assert.deepEqual(found('red'), ['red_fur', 'red_panda']);
  assert.deepEqual(found('rol'), ['name_(role)']);
  assert.deepEqual(found('ole'), ['name_(role)']);
});

test('within one place the score decides', () => {
  assert.deepEqual(
    found('red', (name) => (name === 'red_panda' ? 1 : 0)),
    ['red_panda', 'red_fur'],
  );
});

test('spaces, case and escapes do not matter; nothing finds nothing', () => {
  assert.equal(vocabulary.find(' Red  FUR ')?.name, 'red_fur');
  assert.equal(vocabulary.find('name \\(role\\)')?.name, 'name_(role)');
  assert.equal(vocabulary.find('cloud'), undefined);
  assert.deepEqual(found('  '), []);
});
