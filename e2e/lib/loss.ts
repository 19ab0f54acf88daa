/**
 * Takes a page's model away, for real: through the browser's debugger, from outside the product. A device is lost by
 * destroying it or with the whole GPU process, a worker dies by closing itself without a word.
 */
import type { Browser, Page, Worker } from '@playwright/test';

declare global {
  /** in the model worker, put there by `holdDevices` */
  var heldDevices: GPUDevice[];
  /** how many more submissions the newest device lives; null: it just lives */
  var submissionsLeft: number | null;
  /** in the model worker, put there by `stallReadback` */
  var isReading: boolean;
}

const isModelWorker = (worker: Worker): boolean => /model\.worker/.test(worker.url());

/** The worker that runs the model; the newest where an earlier one has not quite gone. */
export function modelWorker(page: Page): Worker {
  const worker = page.workers().findLast(isModelWorker);
  if (!worker) throw new Error('the page has no model worker yet');
  return worker;
}

/** From now on every worker of the page keeps its GPU devices where tests reach them. To be called before a load. */
export function holdDevices(page: Page): void {
  page.on('worker', (worker) => {
    if (!isModelWorker(worker)) return;
    const held = worker.evaluate(() => {
      globalThis.heldDevices = [];
      globalThis.submissionsLeft = null;
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
        const device = await requestDevice.call(this, descriptor);
        heldDevices.push(device);
        return device;
      };
      // On a busy machine a worker may have asked for its device before it hears of this: what works is held as well.
      const { createCommandEncoder } = GPUDevice.prototype;
      GPUDevice.prototype.createCommandEncoder = function (this: GPUDevice, descriptor) {
        if (!heldDevices.includes(this)) heldDevices.push(this);
        return createCommandEncoder.call(this, descriptor);
      };
      const { submit } = GPUQueue.prototype;
      GPUQueue.prototype.submit = function (this: GPUQueue, buffers) {
        if (submissionsLeft !== null) {
          submissionsLeft -= 1;
          if (submissionsLeft <= 0) {
            submissionsLeft = null;
            heldDevices.at(-1)?.destroy();
          }
        }
        return submit.call(this, buffers);
      };
    });
    // a worker that ends at once is nobody's loss
    held.catch(() => {});
  });
}

export const destroyDevice = (page: Page): Promise<void> =>
  modelWorker(page).evaluate(() => heldDevices.at(-1)?.destroy());

/** Destroys the device in the midst of its work. */
export const destroyAfter = (page: Page, submissions: number): Promise<void> =>
  modelWorker(page).evaluate((count) => {
    globalThis.submissionsLeft = count;
  }, submissions);

/**
 * Keeps the next load waiting for what the GPU answers until its device is lost, so that this happens in the midst of the
 * load. Needs `holdDevices`. @returns to be called before the loss: workers that come later are left alone
 */
export function stallReadback(page: Page): () => void {
  const stall = (worker: Worker): void => {
    if (!isModelWorker(worker)) return;
    const stalled = worker.evaluate(() => {
      globalThis.isReading = false;
      const { mapAsync } = GPUBuffer.prototype;
      GPUBuffer.prototype.mapAsync = async function (this: GPUBuffer, ...range) {
        globalThis.isReading = true;
        await heldDevices.at(-1)?.lost;
        return mapAsync.apply(this, range);
      };
    });
    stalled.catch(() => {});
  };
  page.on('worker', stall);
  return () => page.off('worker', stall);
}

/** Whether a load waits for the GPU, as `stallReadback` has it. */
export const isReadingBack = (page: Page): Promise<boolean> => modelWorker(page).evaluate(() => isReading);

/** The worker ends itself, which no event tells the page. */
export async function killWorker(page: Page): Promise<void> {
  await modelWorker(page)
    .evaluate(() => self.close())
    .catch(() => {
      // it does not live to answer
    });
}

/** The same in the midst of its work: as soon as it has sent so many tokens. */
export const killWorkerAfter = (page: Page, tokens: number): Promise<void> =>
  modelWorker(page).evaluate((count) => {
    const post = self.postMessage.bind(self) as (...args: unknown[]) => void;
    let left = count;
    Object.assign(self, {
      postMessage: (message: { kind: string }, ...rest: unknown[]) => {
        post(message, ...rest);
        if (message.kind === 'token') left -= 1;
        if (left === 0) self.close();
      },
    });
  }, tokens);

export async function crashGpuProcess(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess').catch(() => {
    // the answer may be lost with the process
  });
  await session.detach().catch(() => {});
}

/** From now on the memory of WebAssembly does not grow in any model worker of the page. To be called before a load. */
export function starveMemory(page: Page): void {
  page.on('worker', (worker) => {
    if (!isModelWorker(worker)) return;
    const starved = worker.evaluate(() => {
      WebAssembly.Memory.prototype.grow = () => {
        throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
      };
    });
    starved.catch(() => {});
  });
}
