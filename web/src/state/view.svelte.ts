// SPDX-License-Identifier: Apache-2.0
// The current view, taken from the part of the address after #.

export const VIEWS = [
  ['tag', 'Tag'],
  ['gallery', 'Gallery'],
  ['review', 'Review'],
] as const;
export type ViewName = (typeof VIEWS)[number][0];

class View {
  name: ViewName = $state(fromAddress() ?? 'tag');
  helpIsOpen = $state(false);

  go(name: ViewName): void {
    this.name = name;
    if (fromAddress() !== name) location.hash = name;
  }

  follow(): void {
    const name = fromAddress();
    if (name) this.name = name;
  }
}

function fromAddress(): ViewName | undefined {
  const wanted = location.hash.slice(1);
  return VIEWS.find(([name]) => name === wanted)?.[0];
}

export const view = new View();
