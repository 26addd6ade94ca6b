// SPDX-License-Identifier: Apache-2.0
// The Tag view: its pictures, the current one, the changes, and undo.
import type {Tag} from '../api/types.ts';
import {compareCaption, newCaption} from '../logic/caption.ts';
import {arrange, outputNames, type Arrangement} from '../logic/selection.ts';
import {joinTags, withSpaces} from '../logic/spelling.ts';
import {plural, twoDecimals} from '../logic/text.ts';
import {heat} from './heat.svelte.ts';
import {messages} from './messages.svelte.ts';
import {Picture} from './picture.svelte.ts';
import {server} from './server.svelte.ts';
import {settings} from './settings.svelte.ts';
import {Uploads} from './uploads.svelte.ts';

export type Tab = 'tags' | 'compare' | 'lists';

export interface Output {
  readonly text: string;
  readonly count: number;
  readonly isCaption: boolean; // an old caption with the new tags
  readonly added: number;
  readonly removed: number;
}

class TagView {
  pictures: Picture[] = $state.raw([]);
  current: Picture | null = $state.raw(null);
  tab: Tab = $state('tags');
  /** The index of the tag that the keys act on. */
  active: number | null = $state(null);
  showsBelow = $state(false);
  private undoSteps: (() => void)[] = $state.raw([]);
  readonly uploads = new Uploads(server, (picture) => {
    if (picture === this.current)
      messages.announce(`${this.nameOf(picture)}: ${plural(this.takenCount(picture), 'tag')}`);
  });

  readonly arrangement: Arrangement | null = $derived(this.current ? this.arrangementOf(this.current) : null);
  readonly output: Output | null = $derived(this.makeOutput());
  readonly canUndo = $derived(this.undoSteps.length > 0);
  readonly hasWork = $derived(this.pictures.some(({status}) => status === 'queued' || status === 'busy'));

  arrangementOf(picture: Picture): Arrangement | null {
    if (!picture.scored || !picture.vocabulary) return null;
    return arrange(picture.scored, picture.vocabulary, settings.thresholds, picture.edits, settings.hides);
  }

  /** The name to show; demo mode hides file names. */
  nameOf(picture: Picture): string {
    return settings.values.demo ? `Picture ${this.pictures.indexOf(picture) + 1}` : picture.name;
  }

  takenCount(picture: Picture): number {
    return this.arrangementOf(picture)?.taken ?? 0;
  }

  // Pictures

  add(files: readonly File[]): void {
    const added = files.map((file) => new Picture(file));
    const [first] = added;
    if (!first) return;
    this.pictures = [...this.pictures, ...added];
    this.select(first);
    this.uploads.add(added);
  }

  select(picture: Picture | null): void {
    this.current = picture;
    this.active = null;
    heat.follow(picture);
  }

  move(step: number): void {
    const at = this.current ? this.pictures.indexOf(this.current) : -1;
    const next = this.pictures[Math.min(this.pictures.length - 1, Math.max(0, at + step))];
    if (next && next !== this.current) this.select(next);
  }

  remove(picture: Picture): void {
    const at = this.pictures.indexOf(picture);
    const name = this.nameOf(picture);
    const wasWaiting = picture.status === 'queued' || picture.status === 'busy';
    if (wasWaiting) this.uploads.cancel(picture);
    this.pictures = this.pictures.filter((other) => other !== picture);
    if (this.current === picture) this.select(this.pictures[Math.min(at, this.pictures.length - 1)] ?? null);
    const putBack = (): void => {
      this.pictures = this.pictures.toSpliced(at, 0, picture);
      this.select(picture);
    };
    messages.show(`${name} removed from the list.`, ...(wasWaiting ? [] : [{label: 'Undo', run: putBack}]));
  }

  // Tags of the current picture

  keep(tag: Tag, isKept: boolean): void {
    this.change((picture) => {
      if (isKept) picture.kept.add(tag.index);
      else picture.kept.delete(tag.index);
      if (isKept) picture.out.delete(tag.index);
    });
  }

  addTag(tag: Tag): void {
    this.keep(tag, true);
    this.active = tag.index;
    messages.show(`${withSpaces(tag.name)} added.`, this.undoAction);
  }

  leaveOut(tag: Tag): void {
    this.change((picture) => {
      picture.out.add(tag.index);
    });
    const everywhere = (): void => {
      settings.addTo('leave', tag.name);
      messages.show(`${withSpaces(tag.name)} is now left out of every picture.`);
    };
    messages.show(`${withSpaces(tag.name)} left out of this picture.`, this.undoAction, {
      label: 'Leave out of all',
      run: everywhere,
    });
  }

  takeBack(tag: Tag): void {
    this.change((picture) => {
      picture.out.delete(tag.index);
    });
  }

  undo(): void {
    const step = this.undoSteps.at(-1);
    if (!step) return messages.show('Nothing to undo.');
    this.undoSteps = this.undoSteps.slice(0, -1);
    step();
    messages.dismiss();
    messages.announce('Undone');
  }

  private readonly undoAction = {label: 'Undo', run: () => this.undo()};

  private change(edit: (picture: Picture) => void): void {
    const picture = this.current;
    if (!picture) return;
    const kept = [...picture.kept];
    const out = [...picture.out];
    edit(picture);
    this.undoSteps = [
      ...this.undoSteps,
      () => {
        if (picture !== this.current && this.pictures.includes(picture)) this.select(picture);
        picture.kept.clear();
        picture.out.clear();
        for (const index of kept) picture.kept.add(index);
        for (const index of out) picture.out.add(index);
      },
    ];
  }

  nudgeThreshold(by: number): void {
    settings.setThreshold(settings.values.threshold + by);
    this.announceCount();
  }

  announceCount(): void {
    if (this.arrangement) {
      messages.announce(`${plural(this.arrangement.taken, 'tag')} above ${twoDecimals(settings.values.threshold)}`);
    }
  }

  // Output

  private makeOutput(): Output | null {
    const {current, arrangement} = this;
    if (!current?.scored || !current.vocabulary || !arrangement) return null;
    if (this.tab === 'compare' && current.caption.trim()) {
      const comparison = compareCaption(
        current.caption,
        current.vocabulary,
        current.scored,
        arrangement,
        settings.hides,
      );
      const made = newCaption(current.caption, comparison, current);
      return {...made, count: comparison.words.length + made.added - made.removed, isCaption: true};
    }
    const names = outputNames(arrangement, settings.lists, settings.taking);
    return {
      text: joinTags(names, settings.values.format),
      count: names.length,
      isCaption: false,
      added: 0,
      removed: 0,
    };
  }

  async copy(): Promise<void> {
    const output = this.output;
    if (!output?.count) return;
    try {
      await navigator.clipboard.writeText(output.text);
      messages.show(`Copied ${plural(output.count, 'tag')}.`);
    } catch {
      messages.show('The browser did not allow copying. Select the text and press Ctrl+C.');
    }
  }
}

export const tagView = new TagView();
