/** The benchmark's page: lets the script start workers by name and give them tasks. */
import type { Task } from './bench.worker.ts';

export interface BenchPage {
  start(name: string): void;
  /** @returns what the worker answers; rejects with what it throws */
  perform(name: string, task: Task): Promise<unknown>;
  stop(name: string): void;
}

const workers = new Map<string, Worker>();

const benchPage: BenchPage = {
  start(name) {
    workers.set(name, new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' }));
  },
  perform(name, task) {
    const worker = workers.get(name)!;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        'error' in data ? reject(new Error(data.error)) : resolve(data.value);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(task);
    });
  },
  stop(name) {
    workers.get(name)?.terminate();
    workers.delete(name);
  },
};

Object.assign(globalThis, { benchPage });
