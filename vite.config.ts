import react from '@vitejs/plugin-react';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { isolationHeaders } from './scripts/lib/headers.mjs';
import { serviceWorker } from './scripts/lib/service-worker.ts';
import { serveFolder } from './scripts/lib/vite-folders.ts';
import { staticHost } from './scripts/lib/vite-static-host.ts';

/** The runtime's two builds that are used: plain for the WASM backend, asyncify for WebGPU. */
const runtimeFiles = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'].flatMap((name) => [
  `${name}.mjs`,
  `${name}.wasm`,
]);

const CORE_TESTS = 'src/core/**/*.test.ts';

export default defineConfig({
  // The built site works under any path of any host.
  base: './',
  plugins: [
    react(),
    staticHost(),
    serveFolder('models', '/models'),
    serveFolder('node_modules/onnxruntime-web/dist', '/ort', { only: runtimeFiles }),
    serveFolder('e2e/fixtures/models', '/fixtures', { copy: false }),
    serviceWorker('workers/offline/serviceWorker.ts'),
  ],
  resolve: {
    // Takes the onnxruntime-web entries that load their .wasm from `wasmPaths` instead of bundling one more copy each.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es' },
  // Packages that only the worker imports are found before the first page load, which would otherwise reload once.
  optimizeDeps: { entries: ['index.html', 'workers/model.worker.ts'] },
  build: { target: 'es2022' },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  test: {
    environment: 'node',
    setupFiles: ['scripts/lib/propertySeed.ts'],
    // All cores: vitest leaves one free, which of two is half.
    maxWorkers: '100%',
    projects: [
      // Pure functions leave nothing behind, so these files share a process and its modules.
      { extends: true, test: { name: 'core', include: [CORE_TESTS], isolate: false } },
      {
        extends: true,
        test: {
          name: 'rest',
          include: ['src/**/*.test.ts', 'workers/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [CORE_TESTS],
        },
      },
    ],
    // The fixture models take a second each on an idle machine, and tests run beside other work.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // `npm run coverage`: what the core's own tests go through, so that nothing counts that a page happens to touch.
    coverage: {
      provider: 'v8',
      include: ['src/core/**/*.ts'],
      exclude: [CORE_TESTS, 'src/core/**/testing.ts'],
      reporter: [['text', { skipFull: true }], 'text-summary', 'json'],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
