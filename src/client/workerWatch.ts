/**
 * Notices a worker that lives and never answers. Browsers do some work on files in one go, and have been seen never to come
 * back from it: Chromium, closing a file of a site whose data was cleared meanwhile. Such a worker hears nothing, its own
 * clocks stand still, and only the page can tell.
 *
 * It is asked while it fetches and checks files, which it does in steps of milliseconds. The runtime, which follows, works
 * for as long as it takes, so nothing is asked then. A step of this clock takes longer where timers are throttled or the
 * machine sleeps: the worker then has the more time.
 */

/** Milliseconds between two questions. */
const ASK_EVERY_MS = 3000;

/** Questions in a row without any word: the largest piece of a file takes a slow disk some seconds. */
const MAX_UNANSWERED = 10;

export interface WorkerWatch {
  /** A word from the worker, of whatever kind. */
  heard(): void;
  stop(): void;
}

/**
 * @param ask sends a question; the answer counts as any other word
 * @param onSilence called once
 */
export function watchWorker(ask: () => void, onSilence: () => void): WorkerWatch {
  let unanswered = 0;
  const timer = setInterval(() => {
    if (unanswered >= MAX_UNANSWERED) {
      clearInterval(timer);
      onSilence();
      return;
    }
    unanswered += 1;
    ask();
  }, ASK_EVERY_MS);
  return {
    heard() {
      unanswered = 0;
    },
    stop: () => clearInterval(timer),
  };
}
