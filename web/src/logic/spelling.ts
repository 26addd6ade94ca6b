// SPDX-License-Identifier: Apache-2.0
// The rules of jtp/tags/spelling.h; tests/web/unit holds both to the same examples.

const kLetterOrDigit = /[0-9a-z\u0080-\uffff]/gi;

/** Whether the one underscore of `name` is part of a drawing (>_<, ^_^, o_o), see docs/decisions/0202. */
function isKaomoji(name: string): boolean {
  const sides = name.split('_');
  return sides.length === 2 && sides.every((side) => (side.match(kLetterOrDigit) ?? []).length <= 1);
}

/** `name` (as in the vocabulary) with spaces; underscores at an end or beside another one stay. */
export function withSpaces(name: string): string {
  return isKaomoji(name) ? name : name.replace(/(?<=[^_])_(?=[^_])/g, ' ');
}

export function withEscapes(text: string): string {
  return text.replace(/[()]/g, '\\$&');
}

/** The form under which two spellings of one tag are equal. */
export function canonical(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, '_')
    .replace(/\\+(?=[()])/g, '')
    .toLowerCase();
}

export const FORMATS = ['e621', 'postybirb', 'caption'] as const;
export type Format = (typeof FORMATS)[number];

export const FORMAT_NAMES: Readonly<Record<Format, string>> = {
  e621: 'e621',
  postybirb: 'PostyBirb',
  caption: 'Caption',
};

/** The tags as one string: `red_fur name_(role)`, `red fur, name (role)`, `red fur, name \(role\)`. */
export function joinTags(names: readonly string[], format: Format): string {
  switch (format) {
    case 'e621':
      return names.join(' ');
    case 'postybirb':
      return names.map(withSpaces).join(', ');
    case 'caption':
      return names.map((name) => withEscapes(withSpaces(name))).join(', ');
  }
}
