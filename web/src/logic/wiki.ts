// SPDX-License-Identifier: Apache-2.0

/** A plain link, followed only on a click: the page itself contacts no other host. */
export function wikiAddress(name: string): string {
  return `https://e621.net/wiki_pages/show_or_new?title=${encodeURIComponent(name)}`;
}
