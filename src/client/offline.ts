/** The page's side of the service worker: registers it, hears of new versions, and asks it to keep what is in use. */
import type { Backend } from '../protocol/model.ts';
import type { OfflineRequest } from '../protocol/offline.ts';

/** Relative to the page; the build makes it of `workers/offline/serviceWorker.ts`. */
const SCRIPT = 'sw.js';

/** A page that stays open asks so often whether there is a new version, in milliseconds. */
const LOOK_EVERY_MS = 60 * 60_000;

export interface OfflineEvents {
  /** the page opens without a network from now on */
  onKept(): void;
  /** another version is there; this one goes on until `useNewVersion` */
  onNewVersion(): void;
}

export interface OfflineKeeper {
  /** Keeps the runtime that models need on this backend. @returns false when that was not possible */
  keepRuntime(backend: Backend): Promise<boolean>;
  /** Opens the page anew, in the new version. */
  useNewVersion(): void;
}

/**
 * @param base address of the page
 * @returns null where the browser has no service workers, or refuses this one (private windows, settings): the page then
 * needs its server, as any other
 */
export async function startOffline(base: string, events: OfflineEvents): Promise<OfflineKeeper | null> {
  const container = navigator.serviceWorker;
  if (!container) return null;
  let isControlled = container.controller !== null;
  const registration = await container
    .register(new URL(SCRIPT, base), { updateViaCache: 'none' })
    .catch(() => null);
  if (!registration) return null;

  let isReloading = false;
  container.addEventListener('controllerchange', () => {
    if (isReloading) location.reload();
    // Another tab asked for the new version; the files of this tab's own may be gone.
    else if (isControlled) events.onNewVersion();
    isControlled = true;
  });
  const follow = (worker: ServiceWorker | null) => {
    const look = () => {
      if (worker?.state === 'activated') events.onKept();
      if (worker?.state === 'installed' && registration.active) events.onNewVersion();
    };
    worker?.addEventListener('statechange', look);
    look();
  };
  registration.addEventListener('updatefound', () => follow(registration.installing));
  for (const worker of [registration.active, registration.waiting, registration.installing]) follow(worker);
  lookForUpdates(registration);

  return {
    async keepRuntime(backend) {
      const { active } = await container.ready;
      return active ? ask(active, { kind: 'keepRuntime', backend }) : false;
    },
    useNewVersion() {
      isReloading = true;
      if (registration.waiting) send(registration.waiting, { kind: 'useNow' });
      else location.reload();
    },
  };
}

/** The browser looks by itself whenever the page is opened; this is for one that stays open. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  let lookedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = Date.now();
    // Without a network there is none.
    registration.update().catch(() => {});
  });
}

function send(worker: ServiceWorker, request: OfflineRequest, ports: MessagePort[] = []): void {
  worker.postMessage(request, ports);
}

function ask(worker: ServiceWorker, request: OfflineRequest): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data === true);
    };
    send(worker, request, [port2]);
  });
}
