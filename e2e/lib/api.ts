/** Calls `globalThis.tiller` in a page and brings back plain data. */
import type { Page } from '@playwright/test';
import type { Tiller } from '../../src/api/tiller.ts';
import type { Lane, LaneResult, LoadOptions, Message, ModelInfo } from '../../src/protocol/model.ts';

declare global {
  var tiller: Tiller;
}

export type Chat = Message[];

export interface LoadReport {
  info: ModelInfo;
  /** in order of first appearance */
  stages: string[];
}

export interface TokenEvent {
  lane: number;
  id: number;
  text: string;
  logProb: number;
}

export interface Failure {
  name: string;
  code: string;
  message: string;
}

export const chat = (content: string): Chat => [{ role: 'user', content }];

export const loadModel = (page: Page, source: string, options: LoadOptions): Promise<LoadReport> =>
  page.evaluate(
    async ([source, options]) => {
      const stages = new Set<string>();
      const onProgress = ({ stage }: { stage: string }) => void stages.add(stage);
      const info = await tiller.loadModel(source, { ...options, onProgress });
      return { info, stages: [...stages] };
    },
    [source, options] as const,
  );

export const generateAll = (
  page: Page,
  lanes: Lane[],
): Promise<{ results: LaneResult[]; events: TokenEvent[] }> =>
  page.evaluate(async (lanes) => {
    const events: TokenEvent[] = [];
    const onToken = (lane: number, { id, text, logProb }: Omit<TokenEvent, 'lane'>) => {
      events.push({ lane, id, text, logProb });
    };
    return { results: await tiller.generate(lanes, { onToken }), events };
  }, lanes);

/** What a call that must fail throws; a call that succeeds comes back with the code `none`. */
export const failure = (page: Page, method: 'generate' | 'loadModel', ...args: unknown[]): Promise<Failure> =>
  page.evaluate(
    async ([method, args]) => {
      try {
        await (tiller[method] as (...args: unknown[]) => Promise<unknown>)(...args);
        return { name: '', code: 'none', message: 'nothing was thrown' };
      } catch (error) {
        const { name, code, message } = error as Failure;
        return { name, code, message };
      }
    },
    [method, args] as const,
  );
