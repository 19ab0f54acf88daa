/** The response headers of the app: isolation (WASM threads need it) and the content security policy. */

import { readFileSync } from 'node:fs';

/** Where models are fetched from when the user asks for one that is not embedded: the hub, and where it redirects to. */
const MODEL_HOSTS = /** @type {{ connect: string[] }} */ (
  JSON.parse(readFileSync(new URL('../../src/protocol/hub.json', import.meta.url), 'utf8'))
).connect;

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "manifest-src 'self'",
  `connect-src 'self' ${MODEL_HOSTS.join(' ')}`,
  "base-uri 'none'",
  "form-action 'none'",
];

/** For the page itself, where a host sends no headers; a page cannot say who may frame it. */
export const metaPolicy = policy.join('; ');

/** Sent with every response of the built app. */
export const securityHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': [...policy, "frame-ancestors 'none'"].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Vite puts a content hash into the name of every file in this folder, so such a file never changes. */
export const HASHED_FOLDER = '/assets/';
export const CACHE_FOREVER = 'public, max-age=31536000, immutable';

/** The same headers as a `_headers` file, which Netlify, Cloudflare Pages and others read from the site's root. */
export function headersFile() {
  const lines = Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...lines, `${HASHED_FOLDER}*`, `  Cache-Control: ${CACHE_FOREVER}`, ''].join('\n');
}
