// SPDX-License-Identifier: Apache-2.0
// The Review view: what the server asks, the answers on their way to it, and the pictures in question.
import {tick} from 'svelte';
import {SvelteMap} from 'svelte/reactivity';
import {NoAnswer, Refusal} from '../api/client.ts';
import type {ReviewAnswer, ReviewKind, ReviewReport, ReviewState, Tag, Verdict} from '../api/types.ts';
import {withSpaces} from '../logic/spelling.ts';
import {heat} from './heat.svelte.ts';
import {messages} from './messages.svelte.ts';
import {Picture} from './picture.svelte.ts';
import {reason, server} from './server.svelte.ts';

const kRetry = 1500; // milliseconds
const kKept = 4; // pictures

const VERDICTS: Readonly<Record<string, Verdict>> = {y: 'yes', n: 'no', u: 'unsure', s: 'skip'};
const SAID: Readonly<Record<Verdict, string>> = {yes: 'Yes', no: 'No', unsure: 'Unsure', skip: 'Skipped'};

class Review {
  state: ReviewState | null = $state.raw(null);
  report: ReviewReport | null = $state.raw(null);
  /** The picture of the current item; null while it is fetched. */
  picture: Picture | null = $state.raw(null);
  problem = $state('');
  /** Whether an answer is being sent; the next question is final only when it has arrived. */
  isSending = $state(false);
  /** For a whole picture: the answers so far, by question. */
  readonly marks = new SvelteMap<number, Verdict>();
  missed: readonly Tag[] = $state.raw([]);
  /** The tag of the picture that the keys act on. */
  active = $state(0);
  private readonly pictures = new Map<number, Promise<Picture>>();

  readonly open = $derived(this.state?.open ?? null);
  readonly ask = $derived(this.open?.ask ?? null);
  readonly isWhole = $derived(this.open?.kind === 'diverse');

  async load(): Promise<void> {
    try {
      this.take(await server.client.review());
    } catch (error) {
      this.fail(error);
    }
  }

  async begin(kind: ReviewKind, size: number): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      this.take(await server.client.beginReview(kind, size));
    } catch (error) {
      this.fail(error);
    }
    this.isSending = false;
  }

  /** Handles an answer key: for the question, or for the active tag of a whole picture. */
  key(key: string): boolean {
    const verdict = VERDICTS[key];
    if (!verdict || !this.ask) return false;
    if (this.isWhole) this.mark(this.active, verdict);
    else void this.answer(verdict);
    return true;
  }

  async answer(verdict: Verdict): Promise<void> {
    const question = this.ask?.questions[0];
    if (!question) return;
    await this.send({verdicts: [{question: question.question, verdict}]}, SAID[verdict]);
  }

  // Whole pictures

  mark(index: number, verdict: Verdict): void {
    const question = this.ask?.questions[index];
    if (!question) return;
    if (this.marks.get(question.question) === verdict) this.marks.delete(question.question);
    else this.marks.set(question.question, verdict);
    messages.announce(`${withSpaces(question.name)}: ${SAID[verdict]}`);
  }

  move(step: number): boolean {
    if (!this.isWhole || !this.ask?.questions.length) return false;
    this.active = Math.min(this.ask.questions.length - 1, Math.max(0, this.active + step));
    const row = document.querySelector<HTMLElement>(`[data-mark="${this.active}"]`);
    row?.focus({preventScroll: true});
    row?.scrollIntoView({block: 'nearest'});
    return true;
  }

  addMissed(tag: Tag): void {
    if (!this.missed.some(({index}) => index === tag.index)) this.missed = [...this.missed, tag];
  }

  dropMissed(tag: Tag): void {
    this.missed = this.missed.filter(({index}) => index !== tag.index);
  }

  /** Unmarked tags are sent as fitting, or as skipped if the picture cannot be shown. */
  async finishPicture(): Promise<void> {
    if (!this.ask || !this.isWhole) return;
    const unsaid = this.picture ? ('yes' as const) : ('skip' as const);
    const verdicts = this.ask.questions.map(({question}) => ({question, verdict: this.marks.get(question) ?? unsaid}));
    await this.send({verdicts, picture: this.ask.picture, missed: this.missed.map(({name}) => name)}, 'Saved');
  }

  async undo(): Promise<void> {
    if (this.isSending || !this.open?.can_undo) return messages.show('Nothing to undo.');
    this.isSending = true;
    try {
      this.take(await server.client.undoReview());
      messages.announce('Undone');
    } catch (error) {
      this.fail(error);
    }
    this.isSending = false;
  }

  toggleHeat(): boolean {
    const question = this.ask?.questions[this.isWhole ? this.active : 0];
    const picture = this.picture;
    if (!question || !picture) return false;
    void server
      .tags()
      .then(async (vocabulary) => {
        const tag = vocabulary.find(question.name);
        if (tag) await heat.toggle(picture, tag);
        else messages.show('The running model does not know this tag.');
      })
      .catch((error: unknown) => this.fail(error));
    return true;
  }

  pictureOf(number: number): Promise<Picture> {
    const known = this.pictures.get(number) ?? fetchPicture(number);
    this.pictures.delete(number); // keeps the map in the order of last use
    this.pictures.set(number, known);
    known.catch(() => this.pictures.delete(number));
    return known;
  }

  /** Retries automatically if the server is unreachable; sending the same answer twice is harmless. */
  private async send(answer: ReviewAnswer, said: string): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (;;) {
      try {
        this.take(await server.client.answerReview(answer));
        messages.announce(`${said}. ${this.question}`);
        break;
      } catch (error) {
        this.fail(error);
        if (!(error instanceof NoAnswer || (error instanceof Refusal && error.isTemporary))) break;
        this.problem = 'This answer is not saved yet. It is sent again automatically.';
        await new Promise((resolve) => setTimeout(resolve, kRetry));
      }
    }
    this.isSending = false;
    await tick();
    document.querySelector<HTMLElement>('#question')?.focus({preventScroll: true});
  }

  private get question(): string {
    const {ask} = this;
    if (!ask) return 'All answered.';
    if (this.isWhole) return `Picture ${(this.open?.at ?? 0) + 1}`;
    return `Does ${withSpaces(ask.questions[0]?.name ?? '')} fit?`;
  }

  private take(state: ReviewState): void {
    const before = this.ask;
    this.state = state;
    this.problem = '';
    if (server.connection === 'gone') void server.refresh();
    if (this.ask?.picture !== before?.picture || this.ask?.questions[0]?.question !== before?.questions[0]?.question) {
      heat.close();
      this.marks.clear();
      this.missed = [];
      this.active = 0;
    }
    if (this.ask?.picture !== before?.picture) this.picture = null; // so that the old one is not judged
    void this.show();
    if (this.open && !this.ask) void this.loadReport();
    else this.report = null;
  }

  private async loadReport(): Promise<void> {
    try {
      this.report = await server.client.reviewReport();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Fetches the picture in question, and the next one in advance. */
  private async show(): Promise<void> {
    const {ask, open} = this;
    if (!ask) {
      this.picture = null;
      return;
    }
    try {
      const picture = await this.pictureOf(ask.picture);
      if (this.ask?.picture === ask.picture) this.picture = picture;
      if (open?.next !== null && open?.next !== undefined) void this.pictureOf(open.next).catch(() => undefined);
      for (const number of [...this.pictures.keys()].slice(0, -kKept)) this.forget(number);
    } catch (error) {
      if (this.ask?.picture !== ask.picture) return;
      this.picture = null;
      this.fail(error);
    }
  }

  private forget(number: number): void {
    void this.pictures.get(number)?.then(({address}) => URL.revokeObjectURL(address));
    this.pictures.delete(number);
  }

  private fail(error: unknown): void {
    server.note(error);
    this.problem =
      error instanceof Refusal && error.code === 'picture_gone'
        ? 'This picture has been moved or changed since it was scored. Skip it.'
        : reason(error);
  }
}

/** Like a dropped picture, but never sent, so that its scores stay hidden. */
async function fetchPicture(number: number): Promise<Picture> {
  const bytes = await server.client.reviewPicture(number);
  const picture = new Picture(new File([bytes], 'picture', {type: bytes.type}));
  picture.status = 'done';
  return picture;
}

export const review = new Review();
