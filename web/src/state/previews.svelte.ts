// SPDX-License-Identifier: Apache-2.0
// The server serves no stored pictures, so their previews come from this computer: from pictures open on the page, and
// from a folder that the user chooses. The folder's files stay in the browser (docs/decisions/0813).
import {SvelteMap} from 'svelte/reactivity';
import {thumbnailOf} from './picture.svelte.ts';
import {tagView} from './tag_view.svelte.ts';

class Previews {
  private readonly byName = new Map<string, File[]>();
  private readonly found = new SvelteMap<string, {readonly file: File; readonly thumbnail: string}>(); // by SHA-256
  private readonly asked = new Set<string>();
  files = $state(0);

  addFolder(files: readonly File[]): void {
    for (const file of files) this.byName.set(file.name, [...(this.byName.get(file.name) ?? []), file]);
    this.files += files.length;
    this.asked.clear();
  }

  thumbnail(sha256: string): string {
    return (
      tagView.pictures.find((picture) => picture.sha256 === sha256)?.thumbnail ??
      this.found.get(sha256)?.thumbnail ??
      ''
    );
  }

  file(sha256: string): File | undefined {
    return tagView.pictures.find((picture) => picture.sha256 === sha256)?.file ?? this.found.get(sha256)?.file;
  }

  /** Looks for the picture in the folder: a file with its name and its content. */
  async look(sha256: string, name: string): Promise<void> {
    if (this.asked.has(sha256) || this.found.has(sha256)) return;
    this.asked.add(sha256);
    for (const file of this.byName.get(name) ?? []) {
      if ((await sha256Of(file)) !== sha256) continue;
      const thumbnail = await thumbnailOf(file).catch(() => '');
      this.found.set(sha256, {file, thumbnail});
      return;
    }
  }
}

async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const previews = new Previews();
