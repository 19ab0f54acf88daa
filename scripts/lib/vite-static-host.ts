/** A vite plugin for hosts that only serve files: the headers as a `_headers` file, and the policy in the page itself. */
import type { Plugin } from 'vite';
import { headersFile, metaPolicy } from './headers.mjs';

export function staticHost(): Plugin {
  return {
    name: 'static-host',
    // Development has scripts in the page, which the policy refuses.
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}
