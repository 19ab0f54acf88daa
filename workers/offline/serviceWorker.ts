/**
 * The service worker: keeps the page for visits without a network. All of the page is kept when this version is
 * installed; the runtime, which is larger than the rest together, once it is in use. Models are not its business: they
 * have a storage of their own, and requests for them pass by.
 *
 * A new version waits until the page asks for it, so that an open page never loses the files it was built with. Files are
 * kept with their headers, so a page from here is isolated and under the same policy as one from the server.
 */
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';
import { type OfflineRequest, runtimeFiles } from '../../src/protocol/offline.ts';

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build. `revision`: of the content, null where the name has it; `runtimeRevision`: of all runtime files. */
declare const __KEPT__: { files: { url: string; revision: string | null }[]; runtimeRevision: string };

// Named once: the build writes the whole list wherever the name stands.
const { files, runtimeRevision } = __KEPT__;

const RUNTIME_CACHES = 'tiller-runtime-';
const runtimeCache = `${RUNTIME_CACHES}${runtimeRevision}`;
const runtimeFolder = new URL('ort/', self.registration.scope).href;

// Parameters of the address, such as `load`, are read by the page itself.
precacheAndRoute(files, { ignoreURLParametersMatching: [/./], cleanURLs: false });
cleanupOutdatedCaches();
clientsClaim();

registerRoute(({ url }) => url.href.startsWith(runtimeFolder), new CacheFirst({ cacheName: runtimeCache }));

self.addEventListener('activate', (event) => event.waitUntil(dropOldRuntimes()));

self.addEventListener('message', (event) => {
  const request = event.data as OfflineRequest;
  switch (request.kind) {
    case 'useNow':
      return event.waitUntil(self.skipWaiting());
    case 'keepRuntime':
      return event.waitUntil(
        keepRuntime(Object.values(runtimeFiles(request.backend))).then((isKept) =>
          event.ports[0]?.postMessage(isKept),
        ),
      );
    default:
      return request satisfies never;
  }
});

async function dropOldRuntimes(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(RUNTIME_CACHES) && name !== runtimeCache);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The page has just read these files: the browser asks whether they are still the same, and takes its own copy. */
async function keepRuntime(files: string[]): Promise<boolean> {
  try {
    const cache = await caches.open(runtimeCache);
    for (const file of files) {
      const url = new URL(file, self.registration.scope);
      if (!(await cache.match(url))) await cache.add(new Request(url, { cache: 'no-cache' }));
    }
    return true;
  } catch {
    return false;
  }
}
