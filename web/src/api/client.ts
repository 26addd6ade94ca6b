// SPDX-License-Identifier: Apache-2.0
// The one place that talks to the server. Addresses are relative, so the page works below any path.
import type {
  ErrorBody,
  HeatmapAnswer,
  ModelAnswer,
  ReviewAnswer,
  ReviewKind,
  ReviewReport,
  ReviewState,
  SearchAnswer,
  SearchRequest,
  TagAnswer,
  TagsAnswer,
} from './types.ts';

/** The server answered with an error. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which to try again; 0 if the server gives none. */
    readonly retryAfter: number,
  ) {
    super(message);
  }

  /** Whether it is temporary, so that the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 429 || this.status === 503;
  }
}

/** The server did not answer. */
export class NoAnswer extends Error {}

const kDefaultRetry = 3; // seconds, for a 429 without Retry-After

export class Client {
  /** Sent with every request; empty if the server requires none. */
  key = '';

  constructor(private readonly base = 'api/v1/') {}

  tags(): Promise<TagsAnswer> {
    return this.ask('tags', {});
  }

  model(): Promise<ModelAnswer> {
    return this.ask('model', {});
  }

  unload(): Promise<ModelAnswer> {
    return this.ask('model/unload', {method: 'POST'});
  }

  /** All scores of one picture. The page chooses the tags itself, so it asks the server for none. */
  tag(picture: Blob, name: string, signal: AbortSignal): Promise<TagAnswer> {
    const form = new FormData();
    form.set('threshold', '1');
    form.set('scores', 'f16');
    form.set('keep', 'true');
    form.append('picture', picture, name);
    return this.ask('tag', {method: 'POST', body: form, signal});
  }

  heatmap(pictureId: string, tag: string): Promise<HeatmapAnswer> {
    return this.ask(`heatmap?${new URLSearchParams({picture: pictureId, tag}).toString()}`, {});
  }

  search(request: SearchRequest): Promise<SearchAnswer> {
    return this.post('search', request);
  }

  review(): Promise<ReviewState> {
    return this.ask('review', {});
  }

  beginReview(kind: ReviewKind, size: number): Promise<ReviewState> {
    return this.post('review/begin', {kind, size});
  }

  /** Resolves when the answer is on the server's disk. */
  answerReview(answer: ReviewAnswer): Promise<ReviewState> {
    return this.post('review/answer', answer);
  }

  undoReview(): Promise<ReviewState> {
    return this.ask('review/undo', {method: 'POST'});
  }

  reviewReport(): Promise<ReviewReport> {
    return this.ask('review/report', {});
  }

  async reviewPicture(number: number): Promise<Blob> {
    return (await this.fetch(`review/picture?number=${number}`, {})).blob();
  }

  async reviewVerdicts(): Promise<Blob> {
    return (await this.fetch('review/verdicts', {})).blob();
  }

  private post<Answer>(route: string, body: object): Promise<Answer> {
    return this.ask(route, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(body),
    });
  }

  private async fetch(route: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.key) headers.set('Authorization', `Bearer ${this.key}`);
    let response: Response;
    try {
      response = await fetch(this.base + route, {...init, headers, cache: 'no-cache'});
    } catch (error) {
      throw init.signal?.aborted ? error : new NoAnswer(String(error));
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }

  private async ask<Answer>(route: string, init: RequestInit): Promise<Answer> {
    const response = await this.fetch(route, init);
    try {
      return (await response.json()) as Answer;
    } catch (error) {
      throw init.signal?.aborted ? error : new NoAnswer(`the answer of ${route} was cut off`);
    }
  }
}

async function refusal(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => null)) as {error?: ErrorBody} | null;
  const wait = Number(response.headers.get('Retry-After') ?? kDefaultRetry);
  return new Refusal(
    response.status,
    body?.error?.code ?? 'unknown',
    body?.error?.message ?? `The server answered ${response.status}.`,
    Number.isFinite(wait) ? wait : kDefaultRetry,
  );
}
