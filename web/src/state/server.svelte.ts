// SPDX-License-Identifier: Apache-2.0
// The state of the server as far as the page knows it.
import {Client, NoAnswer, Refusal} from '../api/client.ts';
import type {ModelAnswer} from '../api/types.ts';
import {Vocabulary} from '../logic/vocabulary.ts';
import {messages} from './messages.svelte.ts';
import {settings} from './settings.svelte.ts';

/** unknown: not asked yet; full: its queue is full; gone: no answer; locked: it requires another key. */
export type Connection = 'unknown' | 'ok' | 'full' | 'gone' | 'locked';

const kCalmPoll = 5000; // milliseconds
const kBusyPoll = 1500;

export class Server {
  readonly client = new Client();
  connection: Connection = $state('unknown');
  model: ModelAnswer | null = $state.raw(null);
  vocabulary: Vocabulary | null = $state.raw(null);
  private loading: Promise<Vocabulary> | null = null;
  private timer = 0;

  /** `isBusy`: pictures are being sent, so the state is polled more often. */
  watch(isBusy: () => boolean): void {
    const poll = async (): Promise<void> => {
      if (!document.hidden) await this.refresh();
      this.timer = window.setTimeout(() => void poll(), isBusy() ? kBusyPoll : kCalmPoll);
    };
    clearTimeout(this.timer);
    void poll();
  }

  async refresh(): Promise<void> {
    try {
      this.model = await this.client.model();
      if (this.connection === 'gone') messages.show('Connected again.');
      const {waiting, limit} = this.model.queue;
      this.connection = waiting >= limit ? 'full' : 'ok';
    } catch (error) {
      this.note(error);
    }
  }

  /** Updates the server's state from a failed request. */
  note(error: unknown): void {
    if (error instanceof NoAnswer) this.connection = 'gone';
    else if (error instanceof Refusal && error.status === 401) this.connection = 'locked';
    else if (error instanceof Refusal && error.isTemporary) this.connection = 'full';
  }

  async useKey(key: string): Promise<void> {
    this.client.key = key;
    await this.refresh();
    if (this.connection === 'locked') messages.show('The server did not accept this key.');
  }

  async unload(): Promise<void> {
    try {
      this.model = await this.client.unload();
      messages.show('The model’s memory is released. The next picture loads it again.');
    } catch (error) {
      this.note(error);
      messages.show(`The memory was not released: ${reason(error)}`);
    }
  }

  /** The vocabulary, requested once per model. `hash`: of the required model; empty: any. */
  async tags(hash = ''): Promise<Vocabulary> {
    if (this.vocabulary && (!hash || this.vocabulary.modelHash === hash)) return this.vocabulary;
    this.loading ??= this.client
      .tags()
      .then((answer) => {
        settings.follow(answer.thresholds);
        return new Vocabulary(answer);
      })
      .finally(() => {
        this.loading = null;
      });
    this.vocabulary = await this.loading;
    return this.vocabulary;
  }
}

/** A failure as one human-readable sentence. */
export function reason(error: unknown): string {
  if (error instanceof NoAnswer) return 'jtp does not answer.';
  return error instanceof Error ? error.message : String(error);
}

export const server = new Server();
