// Writes the dashboard to where the jar takes it from: each file compressed once and for all, named by its
// content, and a list of them for the master to load.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const INITIAL_LIMIT = 60 * 1024;

function filesBelow(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function packed(outDir) {
  return {
    name: 'proffer-packed',
    closeBundle() {
      const list = [];
      let initial = 0;
      const page = readFileSync(join(outDir, 'index.html'), 'utf8');
      for (const path of filesBelow(outDir)) {
        const name = relative(outDir, path);
        const gzipped = gzipSync(readFileSync(path), { level: 9 });
        writeFileSync(path + '.gz', gzipped);
        rmSync(path);
        list.push(name);
        if (name === 'index.html' || page.includes(name)) initial += gzipped.length;
      }
      writeFileSync(join(outDir, 'files.txt'), list.sort().join('\n') + '\n');
      console.log(`dashboard: ${list.length} files, ${(initial / 1024).toFixed(1)} KB gzip to begin with`);
      if (initial > INITIAL_LIMIT) {
        throw new Error(`the dashboard begins with ${initial} bytes of gzip; ${INITIAL_LIMIT} are allowed`);
      }
    },
  };
}

/** A script that runs while the browser still loads the rest. */
function early(source) {
  return {
    name: 'proffer-early',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: source, name: 'early' });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const { fileName } = Object.values(bundle).find((chunk) => chunk.facadeModuleId?.endsWith(source));
        return [{ tag: 'script', attrs: { src: '/' + fileName }, injectTo: 'head-prepend' }];
      },
    },
  };
}

const outDir = 'target/classes/io/proffer/dashboard';

export default defineConfig({
  base: '/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [early('src/early.ts'), packed(outDir)],
  logLevel: 'warn',
});
