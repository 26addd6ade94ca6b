// SPDX-License-Identifier: Apache-2.0
// Bundles src/ into dist/: index.html, page.js, page.css, icon.svg, and the example pictures. Runs on Node 18.
import {copyFileSync, mkdirSync, readFileSync} from 'node:fs';
import {build, transform} from 'esbuild';
import {compile, compileModule} from 'svelte/compiler';

const [examples = '../examples'] = process.argv.slice(2);

// What the page needs of each example picture's name is in src/logic/examples.ts.
const EXAMPLES = ['bear.png', 'car.png', 'sailboat.png', 'smiling_face.png', 'tree.png'];

/** Components through Svelte's compiler; modules with runes (*.svelte.ts) lose their types first. */
const svelte = {
  name: 'svelte',
  setup({onLoad}) {
    onLoad({filter: /\.svelte$/}, ({path}) => {
      const {js, warnings} = compile(readFileSync(path, 'utf8'), {
        filename: path,
        css: 'external',
        runes: true,
      });
      return {
        contents: js.code,
        loader: 'js',
        warnings: warnings.map(({message}) => ({text: `${path}: ${message}`})),
      };
    });
    onLoad({filter: /\.svelte\.ts$/}, async ({path}) => {
      const {code} = await transform(readFileSync(path, 'utf8'), {loader: 'ts', target: 'es2022'});
      return {contents: compileModule(code, {filename: path}).js.code, loader: 'js'};
    });
  },
};

mkdirSync('dist', {recursive: true});
await build({
  entryPoints: {page: 'src/main.ts'},
  bundle: true,
  format: 'esm',
  target: ['chrome115', 'firefox121', 'safari17'],
  minify: true,
  legalComments: 'none',
  outdir: 'dist',
  conditions: ['browser', 'production'],
  mainFields: ['svelte', 'browser', 'module', 'main'],
  plugins: [svelte],
  logLevel: 'warning',
});
for (const name of ['index.html', 'icon.svg']) copyFileSync(`src/${name}`, `dist/${name}`);
for (const name of EXAMPLES) copyFileSync(`${examples}/${name}`, `dist/example-${name}`);
