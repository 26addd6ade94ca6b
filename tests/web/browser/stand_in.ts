// SPDX-License-Identifier: Apache-2.0
// A server that answers as jtp/serve/api/openapi.json says, with scores made up from the file's hash: it can be brought
// into every state that the page has to cope with. program_test.ts runs against the program itself.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join} from 'node:path';
import type {Category, SearchRequest, ServerThresholds, StoredPicture, Tag} from '../../../web/src/api/types.ts';
import {canonical} from '../../../web/src/logic/spelling.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const HASH = 'a1b2c3d4'.repeat(8);
const MODEL = {id: `stand-in@${HASH.slice(0, 12)}`, hash: HASH};
export const TAG_COUNT = 9083; // as many as the published models have

// name: category, and the score in a picture of the named subject (others get a low one).
const KNOWN: readonly (readonly [string, Category, Readonly<Record<string, number>>])[] = [
  ['mythology', 'copyright', {}],
  ['storyteller_(character)', 'character', {bear: 0.23}],
  ['bear', 'species', {bear: 0.97}],
  ['mammal', 'species', {bear: 0.92}],
  ['ursine', 'species', {bear: 0.58}],
  ['wolf', 'species', {bear: 0.21}],
  ['red_panda', 'species', {bear: 0.12}],
  ['bird', 'species', {sailboat: 0.09}],
  ['hi_res', 'meta', {bear: 0.81, tree: 0.78, sailboat: 0.83}],
  ['digital_media_(artwork)', 'meta', {bear: 0.9, tree: 0.88, car: 0.9}],
  ['1:1', 'meta', {bear: 0.44, smiling: 0.4}],
  ['solo', 'general', {bear: 0.95, smiling: 0.7}],
  ['brown_fur', 'general', {bear: 0.93}],
  ['red_fur', 'general', {bear: 0.17}],
  ['fur', 'general', {bear: 0.9}],
  ['smile', 'general', {smiling: 0.98, bear: 0.47}],
  ['>_<', 'general', {smiling: 0.31}],
  ['^_^', 'general', {smiling: 0.42}],
  ['simple_background', 'general', {bear: 0.91, tree: 0.6, sailboat: 0.4}],
  ['white_background', 'general', {bear: 0.66, car: 0.7}],
  ['looking_at_viewer', 'general', {bear: 0.74, smiling: 0.66}],
  ['black_nose', 'general', {bear: 0.86}],
  ['round_ears', 'general', {bear: 0.71}],
  ['portrait', 'general', {bear: 0.36}],
  ['front_view', 'general', {bear: 0.29}],
  ['tree', 'general', {tree: 0.97}],
  ['plant', 'general', {tree: 0.93}],
  ['forest', 'general', {tree: 0.34}],
  ['outside', 'general', {tree: 0.7, sailboat: 0.82}],
  ['green_body', 'general', {tree: 0.5}],
  ['leaf', 'general', {tree: 0.61}],
  ['sailboat', 'general', {sailboat: 0.96, bear: 0.01}],
  ['boat', 'general', {sailboat: 0.94}],
  ['water', 'general', {sailboat: 0.87}],
  ['vehicle', 'general', {car: 0.95, sailboat: 0.77}],
  ['car', 'general', {car: 0.97}],
  ['wheel', 'general', {car: 0.8}],
  ['sky', 'general', {sailboat: 0.55}],
  ['yellow_body', 'general', {smiling: 0.6}],
  ['open_mouth', 'general', {smiling: 0.27}],
  ['remastered', 'lore', {bear: 0.22}],
];

const TAGS: readonly Tag[] = Array.from({length: TAG_COUNT}, (_, index) => {
  const known = KNOWN[index];
  return {index, name: known?.[0] ?? `shape_${index}`, category: known?.[1] ?? 'general'};
});

/** Deterministic: known tags by the subject in the name, the others a long tail of small scores by the hash. */
function scoresOf(name: string, hash: string): number[] {
  let seed = parseInt(hash.slice(0, 8), 16) || 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  return TAGS.map(({index}) => {
    const subjects = KNOWN[index]?.[2] ?? {};
    const subject = Object.keys(subjects).find((word) => name.includes(word));
    const tail = 0.19 * random() ** (index < KNOWN.length ? 4 : 60);
    return subject ? (subjects[subject] ?? 0) : tail;
  });
}

function toHalf(value: number): number {
  if (value < 2 ** -14) return Math.round(value * 2 ** 24);
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024);
}

interface Stored {
  readonly picture: StoredPicture;
  readonly scores: readonly number[];
}

export class StandIn {
  state: 'ok' | 'full' = 'ok';
  key = '';
  hasStore = true;
  forgets = false; // the next heat map finds its picture gone
  thresholds: ServerThresholds = {global: 0.2, categories: {}, tags: {}};
  delay = 40; // milliseconds for a picture
  readonly tagged: string[] = []; // names, in the order of arrival
  private readonly kept = new Map<string, readonly number[]>();
  private readonly stored: Stored[] = [];
  private readonly server: Server;

  constructor(private readonly folder: string) {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }

  /** The port: `port`, or a free one where it is 0. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  store(name: string, bytes: Buffer): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const scores = scoresOf(name, sha256);
    const tags = TAGS.map((tag) => ({...tag, score: scores[tag.index] ?? 0})).sort((a, b) => b.score - a.score);
    this.stored.push({scores, picture: {sha256, name, ...sizeOf(bytes), tags: tags.slice(0, 12)}});
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return this.file(url.pathname, response);
    const body = await bodyOf(request);
    if (this.key && request.headers.authorization !== `Bearer ${this.key}`) {
      return refuse(response, 401, 'unauthorized', 'the key is missing or wrong');
    }
    switch (url.pathname) {
      case '/api/v1/model':
      case '/api/v1/model/unload':
        return answer(response, this.model());
      case '/api/v1/tags':
        return answer(response, {model: MODEL, tags: TAGS, thresholds: this.thresholds});
      case '/api/v1/tag':
        return await this.tag(body, response);
      case '/api/v1/heatmap':
        return this.heatmap(url.searchParams, response);
      case '/api/v1/search':
        return this.search(JSON.parse(body.toString()) as SearchRequest, response);
    }
    return refuse(response, 404, 'not_found', `there is nothing at ${url.pathname}`);
  }

  private file(path: string, response: ServerResponse): void {
    const name = path === '/' ? '/index.html' : path;
    try {
      const content = readFileSync(join(this.folder, name.replaceAll('..', '')));
      response.writeHead(200, {
        'Content-Type': TYPES[extname(name)] ?? 'text/plain',
        'Content-Security-Policy': POLICY,
      });
      response.end(content);
    } catch {
      refuse(response, 404, 'not_found', `there is nothing at ${path}`);
    }
  }

  private model(): object {
    return {
      model: MODEL,
      name: 'stand-in',
      state: 'loaded',
      tags: TAG_COUNT,
      image_size: 384,
      precision: 'bf16',
      isa: 'avx512',
      threads: 8,
      queue: {waiting: this.state === 'full' ? 64 : 0, running: 0, limit: 64},
      memory: {resident_bytes: 812_000_000, kept_pictures: this.kept.size},
      store: this.hasStore ? {pictures: this.stored.length} : null,
      version: '0.1.0',
      limits: {body_bytes: 67_108_864, pixels: 268_435_456, pictures: 64},
      abilities: {heatmap: true, search: this.hasStore, fetch: false, review: false},
    };
  }

  private async tag(body: Buffer, response: ServerResponse): Promise<void> {
    if (this.state === 'full') {
      response.setHeader('Retry-After', '1');
      return refuse(response, 429, 'queue_full', 'the queue is full');
    }
    const {name, bytes} = pictureOf(body);
    this.tagged.push(name);
    await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (!bytes.toString('latin1').startsWith('\x89PNG')) {
      const message = `${name}: not a picture (JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, JPEG XL)`;
      return answer(response, {model: MODEL, pictures: [{name, error: {code: 'invalid_input', message}}]});
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const scores = scoresOf(name, sha256);
    const halves = Buffer.from(Uint16Array.from(scores, toHalf).buffer).toString('base64');
    const picture_id = createHash('md5').update(bytes).update(String(this.tagged.length)).digest('hex');
    this.kept.set(picture_id, scores);
    answer(response, {
      model: MODEL,
      pictures: [{name, sha256, ...sizeOf(bytes), tags: [], scores: halves, picture_id}],
    });
  }

  private heatmap(query: URLSearchParams, response: ServerResponse): void {
    if (this.forgets) {
      this.forgets = false;
      this.kept.clear();
    }
    const scores = this.kept.get(query.get('picture') ?? '');
    if (!scores) return refuse(response, 404, 'picture_gone', 'the picture is no longer kept; send it again');
    const tag = TAGS.find(({name}) => name === query.get('tag'));
    if (!tag) return refuse(response, 404, 'unknown_tag', 'no such tag');
    const grid = 27;
    const values = Array.from({length: grid * grid}, (_, i) => {
      const x = (i % grid) / grid - 0.35 - (tag.index % 5) * 0.06;
      const y = Math.floor(i / grid) / grid - 0.4;
      return Math.exp(-(x * x + y * y) * 18);
    });
    answer(response, {model: MODEL, tag, score: scores[tag.index] ?? 0, grid, values});
  }

  private search(request: SearchRequest, response: ServerResponse): void {
    if (!this.hasStore) return refuse(response, 404, 'no_store', 'the server has no store');
    const conditions = (request.tags ?? []).map(({tag, above, up_to: upTo}) => ({
      index: TAGS.findIndex(({name}) => canonical(name) === canonical(tag)),
      above,
      upTo,
    }));
    const at = ({scores}: Stored, index: number): number => scores[index] ?? 0;
    let fitting = this.stored.filter((stored) =>
      conditions.every(({index, above, upTo}) => at(stored, index) > above && at(stored, index) <= upTo),
    );
    const first = conditions[0];
    if (first && request.order === 'score') fitting.sort((a, b) => at(b, first.index) - at(a, first.index));
    if (request.similar_to) fitting = fitting.filter(({picture}) => picture.sha256 !== request.similar_to);
    const pictures = fitting.map((stored, i) => ({
      ...stored.picture,
      ...(first ? {score: at(stored, first.index)} : {}),
      ...(request.similar_to ? {likeness: 0.97 - i * 0.07} : {}),
    }));
    const frequent = TAGS.map((tag) => ({
      ...tag,
      count: fitting.filter((stored) => at(stored, tag.index) > 0.2).length,
    }))
      .filter(({count}) => count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, 50);
    const offset = request.offset ?? 0;
    answer(response, {
      model: MODEL,
      total: fitting.length,
      frequent,
      pictures: pictures.slice(offset, offset + (request.limit ?? 100)),
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The file of a form as browsers send it. */
function pictureOf(body: Buffer): {name: string; bytes: Buffer} {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const head = body.indexOf('name="picture"');
  const start = body.indexOf('\r\n\r\n', head) + 4;
  const name = /filename="([^"]*)"/.exec(body.subarray(head, start).toString())?.[1] ?? '';
  return {name, bytes: body.subarray(start, body.indexOf(boundary, start) - 2)};
}

/** Of a PNG; the stand-in looks at no other pictures. */
function sizeOf(bytes: Buffer): {width: number; height: number} {
  return {width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20)};
}

function answer(response: ServerResponse, value: unknown): void {
  response.writeHead(200, {'Content-Type': 'application/json'}).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, {'Content-Type': 'application/json'}).end(JSON.stringify({error: {code, message}}));
}
