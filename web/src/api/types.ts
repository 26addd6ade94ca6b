// SPDX-License-Identifier: Apache-2.0
// The answers of /api/v1, as jtp/serve/api/openapi.json describes them. Only what the page reads.

export const CATEGORIES = [
  'artist',
  'contributor',
  'copyright',
  'character',
  'species',
  'meta',
  'general',
  'lore',
  'invalid',
] as const; // in display order
export type Category = (typeof CATEGORIES)[number];

export interface Tag {
  readonly index: number;
  readonly name: string; // with underscores
  readonly category: Category;
}

export interface ScoredTag extends Tag {
  readonly score: number;
}

export interface ModelReference {
  readonly id: string;
  readonly hash: string;
}

/** As set at the server's start. A tag's own threshold overrides its category's, which overrides the global one. */
export interface ServerThresholds {
  readonly global: number;
  readonly categories: Readonly<Partial<Record<Category, number>>>;
  readonly tags: Readonly<Record<string, number | null>>; // by name; null: never
}

export interface TagsAnswer {
  readonly model: ModelReference;
  readonly tags: readonly Tag[]; // tags[i].index === i
  readonly thresholds: ServerThresholds;
}

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
}

export interface PictureResult {
  readonly name: string;
  readonly sha256?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scores?: string; // base64 of binary16, little endian
  readonly picture_id?: string; // for heat maps and likeness, for some minutes
  readonly error?: ErrorBody;
}

export interface TagAnswer {
  readonly model: ModelReference;
  readonly pictures: readonly PictureResult[];
}

export interface ModelAnswer {
  readonly model: ModelReference | null;
  readonly name: string;
  readonly state: 'unloaded' | 'loading' | 'loaded' | 'failed';
  readonly tags: number | null;
  readonly image_size: number | null;
  readonly precision: string | null;
  readonly isa: string;
  readonly threads: number;
  readonly queue: {readonly waiting: number; readonly running: number; readonly limit: number};
  readonly memory: {readonly resident_bytes: number; readonly kept_pictures: number};
  readonly store: {readonly pictures: number} | null;
  readonly version: string;
  readonly limits: {readonly body_bytes: number; readonly pixels: number; readonly pictures: number};
  readonly abilities: {
    readonly heatmap: boolean;
    readonly search: boolean;
    readonly fetch: boolean;
    readonly review: boolean;
  };
}

export interface HeatmapAnswer {
  readonly model: ModelReference;
  readonly tag: Tag;
  readonly score: number;
  readonly grid: number;
  readonly values: readonly number[]; // grid x grid, row by row, 0 to 1
}

export interface TagCondition {
  readonly tag: string;
  readonly above: number;
  readonly up_to: number;
}

export type SearchOrder = 'stored' | 'score' | 'likeness';

export interface SearchRequest {
  readonly tags?: readonly TagCondition[];
  readonly similar_to?: string;
  readonly order?: SearchOrder;
  readonly offset?: number;
  readonly limit?: number;
}

export interface StoredPicture {
  readonly sha256: string;
  readonly name: string;
  readonly width?: number;
  readonly height?: number;
  readonly score?: number;
  readonly likeness?: number;
  readonly tags?: readonly ScoredTag[];
}

export interface SearchAnswer {
  readonly model: ModelReference;
  readonly total: number;
  readonly pictures: readonly StoredPicture[];
  readonly frequent: readonly (Tag & {readonly count: number})[];
}

export type ReviewKind = 'measured' | 'diverse';
export type Verdict = 'yes' | 'no' | 'unsure' | 'skip';

export interface ReviewShare {
  readonly low: number;
  readonly point: number;
  readonly high: number;
}

export interface ReviewQuestion {
  readonly question: number;
  readonly name: string;
  readonly category: Category;
}

export interface ReviewItem {
  readonly picture: number;
  readonly width: number;
  readonly height: number;
  readonly questions: readonly ReviewQuestion[];
}

export interface OpenReview {
  readonly kind: ReviewKind;
  readonly model: string;
  readonly threshold: number;
  readonly items: number; // questions of a measured review, pictures of a diverse one
  readonly at: number; // the first open item; `items` if all are answered
  readonly ask: ReviewItem | null;
  readonly next: number | null; // the picture after this one
  readonly can_undo: boolean;
  readonly answers: number;
  readonly trail: readonly {readonly answers: number; readonly share: ReviewShare | null}[];
}

export interface ReviewState {
  readonly reviewer: string;
  readonly can_begin: boolean;
  readonly open: OpenReview | null;
}

export interface ReviewAnswer {
  readonly verdicts: readonly {readonly question: number; readonly verdict: Verdict}[];
  readonly picture?: number;
  readonly missed?: readonly string[];
}

export interface ReviewGroup {
  readonly name: string;
  readonly category?: Category;
  readonly answers: number;
  readonly right: ReviewShare | null;
  readonly overlooked: ReviewShare | null;
  readonly advice: {readonly threshold: number; readonly confirmed: boolean} | null;
}

export interface ReviewFinding {
  readonly picture: number;
  readonly sha256: string;
  readonly tag: string;
  readonly score?: number;
}

export interface ReviewReport {
  readonly kind: ReviewKind;
  readonly threshold: number;
  readonly questions: number;
  readonly yes: number;
  readonly no: number;
  readonly unsure: number;
  readonly skipped: number;
  readonly all: ReviewGroup;
  readonly bands: readonly {readonly above: number; readonly up_to: number}[];
  readonly tags: readonly ReviewGroup[]; // least correct first
  readonly repeated: {readonly pairs: number; readonly same: number};
  readonly wrong: readonly ReviewFinding[];
  readonly missed: readonly ReviewFinding[];
}
