// SPDX-License-Identifier: Apache-2.0
// The keyboard: one table for what the keys do and for the help that names them.
import type {Tag} from './api/types.ts';
import {chooseFiles} from './components/choose_files.ts';
import {wikiAddress} from './logic/wiki.ts';
import {gallery} from './state/gallery.svelte.ts';
import {heat} from './state/heat.svelte.ts';
import type {Picture} from './state/picture.svelte.ts';
import {review} from './state/review.svelte.ts';
import {settings} from './state/settings.svelte.ts';
import {tagView} from './state/tag_view.svelte.ts';
import {view, VIEWS, type ViewName} from './state/view.svelte.ts';

type Place = 'Everywhere' | 'Tag' | 'Gallery' | 'Review';

interface Binding {
  readonly place: Place;
  readonly keys: readonly string[]; // KeyboardEvent.key, letters in lower case
  readonly shown: string; // in the help, keys separated by spaces
  readonly does: string;
  /** Returns whether it did something; otherwise the key keeps its usual meaning. */
  readonly run: (key: string) => boolean;
}

/** For actions that always count as done, regardless of their result. */
const done = (..._action: unknown[]): boolean => true;

function onActiveTag(run: (tag: Tag, picture: Picture) => void): () => boolean {
  return () => {
    const {active, current, tab} = tagView;
    if (active === null || !current?.vocabulary || tab !== 'tags') return false;
    run(current.vocabulary.at(active), current);
    return true;
  };
}

function moveInRows(step: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('#rows .nm')];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.tabIndex === 0);
  const isThere = rows[at] === document.activeElement;
  focusOn(rows[isThere ? Math.min(rows.length - 1, Math.max(0, at + step)) : Math.max(0, at)]);
  return true;
}

function moveInGrid(key: string): boolean {
  const grid = document.querySelector<HTMLElement>('#grid');
  const cards = [...(grid?.querySelectorAll<HTMLElement>('.card') ?? [])];
  if (!grid || !cards.length) return false;
  const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
  const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[key] ?? 0;
  const at = cards.findIndex((card) => card === document.activeElement);
  focusOn(cards[at < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, at + step))]);
  return true;
}

function focusOn(element: HTMLElement | undefined): void {
  element?.focus({preventScroll: true});
  element?.scrollIntoView({block: 'nearest'});
}

function focusTagField(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-first-field]');
  field?.focus();
  return field !== null;
}

function escape(): boolean {
  if (view.name !== 'gallery' && heat.shown) {
    heat.close();
    return true;
  }
  if (view.name === 'gallery' && gallery.selected) {
    gallery.closeDetails();
    return true;
  }
  return false;
}

const toggleKept = onActiveTag((tag) => tagView.keep(tag, !tagView.current?.kept.has(tag.index)));
const toggleOut = onActiveTag((tag) => {
  if (tagView.current?.out.has(tag.index)) tagView.takeBack(tag);
  else tagView.leaveOut(tag);
});
const openWiki = onActiveTag((tag) => {
  window.open(wikiAddress(tag.name), '_blank', 'noopener,noreferrer');
});

function toggleBlur(): void {
  settings.values.blur = !settings.values.blur;
}

function openHelp(): void {
  view.helpIsOpen = true;
}

/** Arrows and Escape also work when single-key shortcuts are switched off. */
const NAVIGATION: readonly Binding[] = [
  {place: 'Everywhere', keys: ['Escape'], shown: 'Esc', does: 'Close, leave a field', run: escape},
  {
    place: 'Tag',
    keys: ['ArrowLeft', 'ArrowRight'],
    shown: '← →',
    does: 'Previous or next picture',
    run: (key) => done(tagView.move(key === 'ArrowRight' ? 1 : -1)),
  },
  {
    place: 'Tag',
    keys: ['ArrowUp', 'ArrowDown'],
    shown: '↑ ↓',
    does: 'Previous or next tag',
    run: (key) => moveInRows(key === 'ArrowDown' ? 1 : -1),
  },
  {
    place: 'Review',
    keys: ['ArrowUp', 'ArrowDown'],
    shown: '↑ ↓',
    does: 'Previous or next tag',
    run: (key) => review.move(key === 'ArrowDown' ? 1 : -1),
  },
  {
    place: 'Review',
    keys: ['ArrowRight'],
    shown: '→',
    does: 'Finish picture, go to next',
    run: () => done(review.finishPicture()),
  },
  {
    place: 'Gallery',
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
    shown: '↑ ↓ ← →',
    does: 'Move between pictures',
    run: moveInGrid,
  },
];

const SHORTCUTS: readonly Binding[] = [
  {
    place: 'Everywhere',
    keys: ['1', '2', '3'],
    shown: '1 2 3',
    does: 'Tag, Gallery, Review',
    run: (key) => done(view.go(VIEWS[Number(key) - 1]?.[0] ?? 'tag')),
  },
  {place: 'Everywhere', keys: ['/'], shown: '/', does: 'Tag field', run: focusTagField},
  {place: 'Everywhere', keys: ['o'], shown: 'O', does: 'Choose pictures', run: () => done(chooseFiles())},
  {place: 'Everywhere', keys: ['b'], shown: 'B', does: 'Blur previews', run: () => done(toggleBlur())},
  {place: 'Everywhere', keys: ['?'], shown: '?', does: 'This help', run: () => done(openHelp())},
  {place: 'Tag', keys: ['z'], shown: 'Z', does: 'Undo', run: () => done(tagView.undo())},
  {
    place: 'Tag',
    keys: ['h'],
    shown: 'H',
    does: 'Heat map of the tag',
    run: onActiveTag((tag, picture) => void heat.toggle(picture, tag)),
  },
  {place: 'Tag', keys: ['k'], shown: 'K', does: 'Keep the tag', run: toggleKept},
  {place: 'Tag', keys: ['x'], shown: 'X', does: 'Leave it out, or take it back', run: toggleOut},
  {place: 'Tag', keys: ['w'], shown: 'W', does: 'Open its wiki page', run: openWiki},
  {
    place: 'Tag',
    keys: ['[', ']'],
    shown: '[ ]',
    does: 'Threshold down, up',
    run: (key) => done(tagView.nudgeThreshold(key === ']' ? 0.01 : -0.01)),
  },
  {place: 'Tag', keys: ['c'], shown: 'C', does: 'Copy', run: () => done(tagView.copy())},
  {
    place: 'Gallery',
    keys: ['s'],
    shown: 'S',
    does: 'Similar pictures',
    run: () => gallery.showSimilarToSelected(),
  },
  {
    place: 'Review',
    keys: ['y', 'n', 'u', 's'],
    shown: 'Y N U S',
    does: 'Yes, no, unsure, skip',
    run: (key) => review.key(key),
  },
  {place: 'Review', keys: ['h'], shown: 'H', does: 'Heat map of the tag', run: () => review.toggleHeat()},
  {
    place: 'Review',
    keys: ['z', 'Backspace'],
    shown: 'Z Backspace',
    does: 'Undo the last answer',
    run: () => done(review.undo()),
  },
];

// Keys that the browser and the controls handle, listed only for the help.
const NATIVE: readonly Omit<Binding, 'run' | 'keys'>[] = [
  {place: 'Everywhere', shown: 'Ctrl+V', does: 'Paste a picture'},
  {place: 'Gallery', shown: 'Enter', does: 'Details'},
];

const PLACES: readonly Place[] = ['Everywhere', 'Tag', 'Gallery', 'Review'];

const PLACE_OF: Readonly<Record<ViewName, Place>> = {tag: 'Tag', gallery: 'Gallery', review: 'Review'};

export const KEY_HELP = PLACES.map((place) => ({
  place,
  keys: [...NAVIGATION, ...SHORTCUTS, ...NATIVE].filter((binding) => binding.place === place),
}));

function isTyping(element: Element | null): boolean {
  return element?.matches('input:not([type=range], [type=radio], [type=checkbox]), textarea, select') ?? false;
}

/** Controls that use the arrows themselves. */
function usesArrows(element: Element | null): boolean {
  return (
    element !== null && (element.matches('input, summary') || element.closest('[popover], [role=tablist]') !== null)
  );
}

export function handleKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector('dialog[open]')) return;
  const focused = document.activeElement;
  if (isTyping(focused)) {
    if (event.key === 'Escape' && focused instanceof HTMLElement) focused.blur();
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.startsWith('Arrow') && usesArrows(focused)) return;
  const places: Place[] = ['Everywhere', PLACE_OF[view.name]];
  const bindings = settings.values.shortcuts ? [...SHORTCUTS, ...NAVIGATION] : NAVIGATION;
  const binding = bindings.find(({place, keys}) => places.includes(place) && keys.includes(key));
  if (binding?.run(key)) event.preventDefault();
}
