// SPDX-License-Identifier: Apache-2.0
import {SvelteSet} from 'svelte/reactivity';
import type {Edits, Scored} from '../logic/selection.ts';
import type {Vocabulary} from '../logic/vocabulary.ts';

export type PictureStatus = 'queued' | 'busy' | 'done' | 'error';

const kThumbnail = 300; // pixels, the longer side
let made = 0;

/** One picture of the page, with its scores and the user's changes. */
export class Picture {
  readonly id: number;
  readonly file: File;
  /** The address of the file itself, for the browser to show. */
  readonly address: string;
  status: PictureStatus = $state('queued');
  problem = $state('');
  thumbnail = $state('');
  isShown = $state(false); // even if previews are blurred
  width = $state(0);
  height = $state(0);
  sha256 = $state('');
  serverId = $state(''); // names the kept features; the server may have forgotten them
  scored: Scored | null = $state.raw(null);
  vocabulary: Vocabulary | null = $state.raw(null); // of the model that made the scores
  caption = $state('');
  readonly kept = new SvelteSet<number>();
  readonly out = new SvelteSet<number>();
  readonly skipped = new SvelteSet<number>(); // in the comparison with the caption
  readonly dropped = new SvelteSet<number>();
  readonly abort = new AbortController();

  constructor(file: File) {
    made += 1;
    this.id = made;
    this.file = file;
    this.address = URL.createObjectURL(file);
    void this.makeThumbnail();
  }

  get name(): string {
    return this.file.name;
  }

  get edits(): Edits {
    return {kept: this.kept, out: this.out};
  }

  setCaption(text: string): void {
    this.caption = text;
    this.skipped.clear();
    this.dropped.clear();
  }

  /** Made once, so that the filmstrip does not decode whole pictures. Formats that the browser cannot read get none. */
  private async makeThumbnail(): Promise<void> {
    try {
      this.thumbnail = await thumbnailOf(this.file);
    } catch {
      /* TIFF or JPEG XL, for example: the server may still read them */
    }
  }
}

/** The address of a small copy of a picture. Rejects if the browser cannot decode it. */
export async function thumbnailOf(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, kThumbnail / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(URL.createObjectURL(blob));
      else reject(new Error('no thumbnail'));
    });
  });
}
