// SPDX-License-Identifier: Apache-2.0
// The Gallery view: a query, the pictures that fit, and where their previews come from.
import type {SearchAnswer, SearchOrder, StoredPicture} from '../api/types.ts';
import {searchRequest, type Condition, type GalleryQuery} from '../logic/gallery_query.ts';
import {reason, server} from './server.svelte.ts';
import {settings} from './settings.svelte.ts';

const kPage = 100; // pictures per request
const kTyping = 120; // milliseconds without movement before a slider sends its query

class Gallery {
  conditions: Condition[] = $state([]);
  private lowest: number | null = $state(null); // null: the server's threshold
  readonly from = $derived(this.lowest ?? settings.standard ?? 0);
  to = $state(1);
  order: SearchOrder = $state('score');
  similar: {readonly id: string; readonly name: string} | null = $state.raw(null);
  answer: SearchAnswer | null = $state.raw(null);
  pictures: readonly StoredPicture[] = $state.raw([]);
  problem = $state('');
  isAsking = $state(false);
  selected: StoredPicture | null = $state.raw(null);
  private asked = 0;
  private timer = 0;

  readonly query: GalleryQuery = $derived({
    conditions: this.conditions,
    from: this.from,
    to: this.to,
    similarTo: this.similar?.id ?? '',
    order: this.order,
  });
  readonly isFiltered = $derived(this.conditions.length > 0 || this.similar !== null);
  readonly hasMore = $derived(this.pictures.length < (this.answer?.total ?? 0));

  add(name: string, without: boolean): void {
    if (!this.conditions.some((condition) => condition.name === name)) this.conditions.push({name, without});
    this.changed();
  }

  remove(name: string): void {
    this.conditions = this.conditions.filter((condition) => condition.name !== name);
    this.changed();
  }

  turn(name: string): void {
    this.conditions = this.conditions.map((condition) =>
      condition.name === name ? {...condition, without: !condition.without} : condition,
    );
    this.changed();
  }

  clear(): void {
    this.conditions = [];
    this.similar = null;
    this.changed();
  }

  showSimilar(id: string, name: string): void {
    this.similar = {id, name};
    this.selected = null;
    this.changed();
  }

  showSimilarToSelected(): boolean {
    if (this.selected) this.showSimilar(this.selected.sha256, this.selected.name);
    return this.selected !== null || this.similar !== null;
  }

  /** Returns the focus to the card that was opened. */
  closeDetails(): void {
    const sha256 = this.selected?.sha256;
    this.selected = null;
    document.querySelector<HTMLElement>(`.card[data-sha256="${sha256 ?? ''}"]`)?.focus();
  }

  stopSimilar(): void {
    this.similar = null;
    this.changed();
  }

  setRange(end: 'from' | 'to', value: number): void {
    if (end === 'from') this.lowest = Math.min(value, this.to);
    else this.to = Math.max(value, this.from);
    this.changed();
  }

  changed(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(0), kTyping);
  }

  more(): Promise<void> {
    return this.ask(this.pictures.length);
  }

  /** Drops answers that arrive after a newer query. */
  async ask(offset: number): Promise<void> {
    this.asked += 1;
    const question = this.asked;
    this.isAsking = true;
    try {
      const request = searchRequest(this.query, settings.values.threshold, offset, kPage);
      const answer = await server.client.search(request);
      if (question !== this.asked) return;
      this.answer = answer;
      this.pictures = offset ? [...this.pictures, ...answer.pictures] : answer.pictures;
      this.problem = '';
      void server.tags(answer.model.hash).catch((error: unknown) => server.note(error));
    } catch (error) {
      if (question !== this.asked) return;
      server.note(error);
      this.problem = reason(error);
    }
    this.isAsking = false;
  }
}

export const gallery = new Gallery();
