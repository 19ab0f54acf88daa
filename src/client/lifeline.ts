/**
 * Notices that a worker is gone even when no event says so (the browser ran out of memory, or the worker closed itself):
 * the worker holds a Web Lock for life, and whoever waits for that lock gets it when the worker is dead.
 */

/**
 * @param lock the name that the worker announced once it held the lock
 * @param onDeath called at most once
 * @returns a function that stops watching
 */
export function watchLifeline(lock: string, onDeath: () => void): () => void {
  const stop = new AbortController();
  navigator.locks
    .request(lock, { signal: stop.signal }, () => {
      if (!stop.signal.aborted) onDeath();
    })
    .catch(() => {
      // waiting was stopped, or the page is going away: nobody is left to tell
    });
  return () => stop.abort();
}
