import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { serveFolder } from './scripts/lib/vite-folders.ts';

/** WASM threads need a cross-origin isolated page. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  plugins: [react(), serveFolder('models', '/models')],
  worker: { format: 'es' },
  build: { target: 'es2022' },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  test: {
    include: ['src/**/*.test.ts', 'workers/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
  },
});
