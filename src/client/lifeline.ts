/**
 * Notices that a worker is gone even when no event says so (the browser ran out of memory, or the worker closed itself):
 * the worker holds a Web Lock for life, and whoever waits for that lock gets it when the worker is dead.
 */

/**
 * Once the site's data was cleared under the page, the page and a worker that is started later no longer see each other's
 * locks (Chromium). A lock that is not seen is not waited for, as its freedom would say nothing.
 * @param lock the name that the worker announced once it held the lock
 * @param onDeath called at most once
 * @returns a function that stops watching
 */
export function watchLifeline(lock: string, onDeath: () => void): () => void {
  const stop = new AbortController();
  void wait(lock, stop.signal, onDeath).catch(() => {
    // waiting was stopped, or the page is going away: nobody is left to tell
  });
  return () => stop.abort();
}

async function wait(lock: string, signal: AbortSignal, onDeath: () => void): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  if (!held.some(({ name }) => name === lock)) return;
  await navigator.locks.request(lock, { signal }, () => {
    if (!signal.aborted) onDeath();
  });
}
