// SPDX-License-Identifier: Apache-2.0
// Sends pictures to the server in order, a few at a time. Temporary failures are retried automatically.
import {NoAnswer, Refusal} from '../api/client.ts';
import {decodeScores} from '../api/scores.ts';
import type {PictureResult} from '../api/types.ts';
import {rankScores} from '../logic/selection.ts';
import {bytesText} from '../logic/text.ts';
import type {Picture} from './picture.svelte.ts';
import {reason, type Server} from './server.svelte.ts';

const kAtOnce = 2;
const kGoneRetry = 1500; // milliseconds

export class Uploads {
  waiting: Picture[] = $state.raw([]);
  private running = 0;

  constructor(
    private readonly server: Server,
    private readonly tagged: (picture: Picture) => void,
  ) {}

  add(pictures: readonly Picture[]): void {
    this.waiting = [...this.waiting, ...pictures];
    this.start();
  }

  /** Cancels the request if it is in progress. */
  cancel(picture: Picture): void {
    picture.abort.abort();
    this.waiting = this.waiting.filter((other) => other !== picture);
  }

  private start(): void {
    while (this.running < kAtOnce && this.waiting.length) {
      const [picture, ...rest] = this.waiting;
      this.waiting = rest;
      if (picture) {
        this.running += 1;
        void this.bring(picture).finally(() => {
          this.running -= 1;
          this.start();
        });
      }
    }
  }

  private async bring(picture: Picture): Promise<void> {
    while (!picture.abort.signal.aborted) {
      picture.status = 'busy';
      try {
        await tagPicture(this.server, picture);
        picture.status = 'done';
        this.tagged(picture);
        return;
      } catch (error) {
        if (picture.abort.signal.aborted) return;
        const wait = waitAfter(error);
        this.server.note(error);
        if (wait === null) {
          picture.problem = problemOf(error, picture, this.server);
          picture.status = 'error';
          return;
        }
        picture.status = 'queued';
        await pause(wait, picture.abort.signal);
      }
    }
  }
}

/** Asks for the scores of a picture, or for its features once more when the server forgot them. */
export async function tagPicture(server: Server, picture: Picture): Promise<void> {
  const answer = await server.client.tag(picture.file, picture.name, picture.abort.signal);
  const result = answer.pictures[0];
  if (!result) throw new Error('The answer is empty.');
  if (result.error) throw new Refusal(200, result.error.code, result.error.message, 0);
  const vocabulary = await server.tags(answer.model.hash);
  picture.scored = rankScores(decodeScores(result.scores ?? '', vocabulary.tags.length));
  picture.vocabulary = vocabulary;
  describe(picture, result);
}

function describe(picture: Picture, result: PictureResult): void {
  picture.sha256 = result.sha256 ?? '';
  picture.serverId = result.picture_id ?? '';
  picture.width = result.width ?? 0;
  picture.height = result.height ?? 0;
}

/** Milliseconds after which the same request may succeed; null if it never will. */
function waitAfter(error: unknown): number | null {
  if (error instanceof NoAnswer) return kGoneRetry;
  if (error instanceof Refusal && error.isTemporary) return 1000 * Math.max(1, error.retryAfter);
  if (error instanceof Refusal && error.status === 401) return kGoneRetry;
  return null;
}

function problemOf(error: unknown, picture: Picture, server: Server): string {
  if (error instanceof Refusal && error.status === 413 && server.model) {
    return (
      `It has ${bytesText(picture.file.size)}; this server allows ${bytesText(server.model.limits.body_bytes)}. ` +
      'Make it smaller, or start jtp serve with a larger limit.'
    );
  }
  // The card names the picture already.
  const message = reason(error);
  return message.startsWith(`${picture.name}: `) ? message.slice(picture.name.length + 2) : message;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      {once: true},
    );
  });
}
