// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {effectiveOrder, searchRequest, type GalleryQuery} from '../../../web/src/logic/gallery_query.ts';

const EMPTY: GalleryQuery = {conditions: [], from: 0.2, to: 1, similarTo: '', order: 'score'};

test('no condition asks for everything, in the order of the store', () => {
  assert.deepEqual(searchRequest(EMPTY, 0.2, 0, 100), {order: 'stored', offset: 0, limit: 100});
});

test('the tag that orders comes first; without means not above the threshold', () => {
  const query = {
    ...EMPTY,
    from: 0.3,
    conditions: [
      {name: 'wolf', without: true},
      {name: 'tree', without: false},
    ],
  };
  assert.deepEqual(searchRequest(query, 0.25, 100, 50), {
    tags: [
      {tag: 'tree', above: 0.3, up_to: 1},
      {tag: 'wolf', above: 0, up_to: 0.25},
    ],
    order: 'score',
    offset: 100,
    limit: 50,
  });
});

test('likeness orders where it was asked for, a score only where a tag must be there', () => {
  assert.equal(effectiveOrder({...EMPTY, similarTo: 'a'.repeat(64)}), 'likeness');
  assert.equal(effectiveOrder({...EMPTY, conditions: [{name: 'wolf', without: true}]}), 'stored');
  assert.equal(effectiveOrder({...EMPTY, order: 'stored', conditions: [{name: 'wolf', without: false}]}), 'stored');
});
