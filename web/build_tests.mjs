// SPDX-License-Identifier: Apache-2.0
// build_tests.mjs <folder>: bundles every *_test.ts below it into tests/, for Node's own test runner.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {build} from 'esbuild';

const [folder] = process.argv.slice(2);
const entryPoints = readdirSync(folder, {recursive: true})
  .filter((name) => name.endsWith('_test.ts'))
  .map((name) => join(folder, name));

await build({
  entryPoints,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  packages: 'external',
  outdir: 'tests',
  outbase: folder,
  outExtension: {'.js': '.mjs'},
  sourcemap: 'inline',
  logLevel: 'warning',
});
