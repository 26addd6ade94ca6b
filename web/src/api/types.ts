// SPDX-License-Identifier: Apache-2.0
// The answers of /api/v1, as jtp/serve/openapi.json describes them. Only what the page reads.

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
] as const; // in the order in which they are shown
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

export interface TagsAnswer {
  readonly model: ModelReference;
  readonly tags: readonly Tag[]; // tags[i].index === i
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
  readonly abilities: {readonly heatmap: boolean; readonly search: boolean; readonly fetch: boolean};
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
