// SPDX-License-Identifier: Apache-2.0
// The same examples as tests/tags/spelling_test.cc: the page and the program spell alike.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {canonical, joinTags, withEscapes, withSpaces} from '../../../web/src/logic/spelling.ts';

test('underscores between words become spaces', () => {
  for (const [name, spelled] of [
    ['red_fur', 'red fur'],
    ['wolf', 'wolf'],
    ['name_(role)', 'name (role)'],
    ['a_b_c', 'a b c'],
    ['>_<', '>_<'],
    ['^_^', '^_^'],
    ['o_o', 'o_o'],
    ['_at_ends_', '_at ends_'],
    ['two__beside', 'two__beside'],
  ] as const)
    assert.equal(withSpaces(name), spelled);
});

test('every spelling of a name leads back to it', () => {
  for (const name of ['red_fur', 'name_(role)', '>_<', '_at_ends_', 'two__beside', '1:1', ':3']) {
    assert.equal(canonical(withEscapes(withSpaces(name))), canonical(name));
    assert.equal(canonical(`  ${withSpaces(name).toUpperCase()} `), canonical(name));
  }
  assert.equal(canonical('name \\\\(role\\\\)'), 'name_(role)');
});

test('tags are joined as each program expects them', () => {
  const names = ['red_fur', 'name_(role)', '^_^'];
  assert.equal(joinTags(names, 'e621'), 'red_fur name_(role) ^_^');
  assert.equal(joinTags(names, 'postybirb'), 'red fur, name (role), ^_^');
  assert.equal(joinTags(names, 'caption'), 'red fur, name \\(role\\), ^_^');
});
