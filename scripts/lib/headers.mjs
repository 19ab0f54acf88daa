/** The response headers of the app: isolation (WASM threads need it) and the content security policy. */

import { readFileSync } from 'node:fs';

/** Where models are fetched from when the user asks for one that is not embedded: the hub, and where it redirects to. */
export const MODEL_HOSTS = /** @type {{ connect: string[] }} */ (
  JSON.parse(readFileSync(new URL('../../src/protocol/hub.json', import.meta.url), 'utf8'))
).connect;

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const contentSecurityPolicy = [
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
  "frame-ancestors 'none'",
].join('; ');

/** Sent with every response of the built app. */
export const securityHeaders = {
  ...isolationHeaders,
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
