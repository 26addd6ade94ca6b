// SPDX-License-Identifier: Apache-2.0

/** A plain link, followed only on the user's word: the page itself asks no other host for anything. */
export function wikiAddress(name: string): string {
  return `https://e621.net/wiki_pages/show_or_new?title=${encodeURIComponent(name)}`;
}
