// SPDX-License-Identifier: Apache-2.0
import type {SearchOrder, SearchRequest} from '../api/types.ts';

/** A tag that the pictures must have, or must not have. */
export interface Condition {
  readonly name: string;
  readonly without: boolean;
}

export interface GalleryQuery {
  readonly conditions: readonly Condition[];
  readonly from: number; // score > from, for the required tags
  readonly to: number; // score <= to
  readonly similarTo: string; // a SHA-256 or picture id; empty: any
  readonly order: SearchOrder;
}

/** `threshold`: a picture with a score at or below it counts as without the tag. */
export function searchRequest(query: GalleryQuery, threshold: number, offset: number, limit: number): SearchRequest {
  // The server sorts by the first condition, so required tags come before excluded ones.
  const conditions = [...query.conditions].sort((a, b) => Number(a.without) - Number(b.without));
  const tags = conditions.map(({name, without}) =>
    without ? {tag: name, above: 0, up_to: threshold} : {tag: name, above: query.from, up_to: query.to},
  );
  return {
    ...(tags.length ? {tags} : {}),
    ...(query.similarTo ? {similar_to: query.similarTo} : {}),
    order: effectiveOrder(query),
    offset,
    limit,
  };
}

/** The requested order, if it is available. */
export function effectiveOrder({conditions, similarTo, order}: GalleryQuery): SearchOrder {
  if (similarTo) return 'likeness';
  if (order === 'score' && conditions.some(({without}) => !without)) return 'score';
  return 'stored';
}
