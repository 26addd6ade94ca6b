// SPDX-License-Identifier: Apache-2.0
import type {Tag, TagsAnswer} from '../api/types.ts';
import {canonical} from './spelling.ts';

/** The tags of one model, found by index, by any spelling, and by parts of their names. */
export class Vocabulary {
  readonly tags: readonly Tag[];
  readonly modelHash: string;
  private readonly byName = new Map<string, Tag>();

  constructor(answer: TagsAnswer) {
    this.tags = answer.tags;
    this.modelHash = answer.model.hash;
    for (const tag of answer.tags) this.byName.set(canonical(tag.name), tag);
  }

  at(index: number): Tag {
    const tag = this.tags[index];
    if (!tag) throw new RangeError(`tag ${index} of ${this.tags.length}`);
    return tag;
  }

  find(text: string): Tag | undefined {
    return this.byName.get(canonical(text));
  }

  /**
   * The tags that contain `query`: first the tag itself, then those that begin with it, then those with a word that
   * begins with it, then the rest; within each, higher `rank` first.
   */
  search(query: string, limit: number, rank: (tag: Tag) => number): Tag[] {
    const wanted = canonical(query);
    if (!wanted) return [];
    const found: {tag: Tag; place: number; rank: number}[] = [];
    for (const tag of this.tags) {
      const place = placeOf(wanted, tag.name.toLowerCase());
      if (place < 4) found.push({tag, place, rank: rank(tag)});
    }
    found.sort((a, b) => a.place - b.place || b.rank - a.rank || a.tag.index - b.tag.index);
    return found.slice(0, limit).map(({tag}) => tag);
  }
}

function placeOf(wanted: string, name: string): number {
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at <= 0) return at === 0 ? 1 : 4;
  return name.includes(`_${wanted}`) || name.includes(`(${wanted}`) ? 2 : 3;
}
