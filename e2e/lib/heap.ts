/** What a page and its workers hold in JavaScript, after a collection, as the browser's debugger counts it. */
import type { CDPSession, Page } from '@playwright/test';

export interface Heap {
  /** bytes, array buffers included */
  page: number;
  /** of all workers together */
  workers: number;
}

/** To be asked for once the workers are there. */
export async function openHeapMeter(page: Page): Promise<{ read(): Promise<Heap> }> {
  const session = await page.context().newCDPSession(page);
  const workers: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(sessionId);
  });
  // Each worker answers inside messages of the page's session: a session of its own is Playwright's alone.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const askPage: Ask = (method) => session.send(method as 'Runtime.getHeapUsage');
  return {
    async read() {
      if (workers.length === 0) throw new Error('the page has no worker');
      let sum = 0;
      for (const worker of workers) sum += await heapOf(askWorker(session, worker));
      return { page: await heapOf(askPage), workers: sum };
    },
  };
}

interface HeapUsage {
  usedSize: number;
  /** of array buffers */
  backingStorageSize?: number;
}

type Ask = (method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage') => Promise<HeapUsage>;

/** Buffers that a collection found are freed by the next one at the latest. */
async function heapOf(ask: Ask): Promise<number> {
  for (let pass = 0; pass < 2; pass++) await ask('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}

let lastId = 0;

function askWorker(session: CDPSession, sessionId: string): Ask {
  return (method) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      session.on('Target.receivedMessageFromTarget', function hear(event) {
        const answer = JSON.parse(event.message);
        if (event.sessionId !== sessionId || answer.id !== id) return;
        session.off('Target.receivedMessageFromTarget', hear);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result);
      });
      const message = JSON.stringify({ id, method });
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}

/** A leak adds to each step between samples, and the runtime's own caches to one or two. */
export function medianStep(samples: number[]): number {
  const steps = samples.slice(1).map((bytes, i) => bytes - samples[i]!);
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
}
