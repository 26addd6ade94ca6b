// SPDX-License-Identifier: Apache-2.0
// The heat map on show: one tag of one picture.
import {NoAnswer, Refusal} from '../api/client.ts';
import type {HeatmapAnswer, Tag} from '../api/types.ts';
import {messages} from './messages.svelte.ts';
import type {Picture} from './picture.svelte.ts';
import {reason, server} from './server.svelte.ts';
import {tagPicture} from './uploads.svelte.ts';

export interface HeatMap {
  readonly picture: Picture;
  readonly tag: Tag;
  /** Null while it is being computed. */
  readonly answer: HeatmapAnswer | null;
}

class Heat {
  shown: HeatMap | null = $state.raw(null);
  strength = $state(0.6);

  close(): void {
    this.shown = null;
  }

  /** Called when another picture becomes current: shows the same tag for it. */
  follow(picture: Picture | null): void {
    const tag = this.shown?.tag;
    this.shown = null;
    if (tag && picture) void this.show(picture, tag);
  }

  async toggle(picture: Picture, tag: Tag): Promise<void> {
    if (this.shown?.tag.index === tag.index) this.close();
    else await this.show(picture, tag);
  }

  private async show(picture: Picture, tag: Tag): Promise<void> {
    if (picture.status !== 'done') return;
    const wanted: HeatMap = {picture, tag, answer: null};
    this.shown = wanted;
    try {
      const answer = await ask(picture, tag);
      if (this.shown === wanted) this.shown = {...wanted, answer};
    } catch (error) {
      server.note(error);
      if (this.shown !== wanted) return; // something else was chosen meanwhile
      this.close();
      const again = error instanceof NoAnswer || (error instanceof Refusal && error.isTemporary);
      const actions = again ? [{label: 'Try again', run: () => void this.show(picture, tag)}] : [];
      messages.show(`No heat map: ${reason(error)}`, ...actions);
    }
  }
}

/** The server forgets features after some minutes; the picture is then sent again. */
async function ask(picture: Picture, tag: Tag): Promise<HeatmapAnswer> {
  if (!picture.serverId) await tagPicture(server, picture); // it was never sent: a picture of a review
  try {
    return await server.client.heatmap(picture.serverId, tag.name);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'picture_gone') throw error;
    await tagPicture(server, picture);
    return await server.client.heatmap(picture.serverId, tag.name);
  }
}

export const heat = new Heat();
