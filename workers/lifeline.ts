/** The worker's side of the lifeline: holds a Web Lock until it dies, and tells the page its name. */
import type { FromWorker } from '../src/protocol/messages.ts';

/** Without Web Locks (no secure context) nothing is announced, and the page relies on the worker's error events. */
export function holdLifeline(port: { postMessage(message: FromWorker): void }): void {
  if (!globalThis.navigator?.locks) return;
  const lock = `tiller-worker-${crypto.randomUUID()}`;
  const untilDeath = new Promise<never>(() => {});
  navigator.locks
    .request(lock, () => {
      port.postMessage({ kind: 'alive', lock });
      return untilDeath;
    })
    .catch(() => {
      // refused by the browser: as without Web Locks
    });
}
