/** The worker's side of the leash: tells the page when encoding begins and when it is over (see src/client/leash.ts). */
import type { FromWorker } from '../src/protocol/messages.ts';

/** Runs what a model's files decide the length of. It has no `await` in it: nothing else happens meanwhile. */
export type OnLeash = <T>(work: () => T) => T;

export function leashTo(port: { postMessage(message: FromWorker): void }): OnLeash {
  return (work) => {
    port.postMessage({ kind: 'encoding', isOver: false });
    try {
      return work();
    } finally {
      port.postMessage({ kind: 'encoding', isOver: true });
    }
  };
}
