/**
 * The worker's end of the exchange: takes requests on the model in order of arrival, one at a time, those on files alone
 * at once, and answers each with exactly one `done` or `error`. A load gives way to others while it fetches files. A cancel
 * reaches a request that runs as well as one that still waits. A failure that this worker cannot outlive is told as
 * `fatal`, once, and nothing after it.
 *
 * The fields of a request are taken on trust: nobody but the page that started this worker can send it anything, and the
 * page is this site's own code. What comes from people, scripts, files and links is checked where it enters
 * (src/api/arguments.ts, src/core/share/session.ts, src/core/files), once; directions of megabytes would be read twice here. What
 * only the loaded model can tell (layers, sizes, token ids) is checked by the handlers.
 */
import { TillerError } from '../src/core/errors.ts';
import {
  type Exchange,
  FILE_KINDS,
  type FromWorker,
  type Kind,
  type Request,
  type ToWorker,
} from '../src/protocol/messages.ts';
import type { LaneToken, Progress } from '../src/protocol/model.ts';
import type { DeviceLoss } from './deviceLoss.ts';
import { asEndOfLoad, deviceLost, fatalError } from './fatal.ts';
import { Turns } from './turns.ts';

export interface HandlerContext {
  /** fires when the caller cancels */
  signal: AbortSignal;
  progress(progress: Progress): void;
  token(lane: number, token: LaneToken): void;
  /**
   * Does what needs no model beside the requests that come later; then it is this one's turn again, before all that wait.
   * @throws whatever `work` does; TillerError `aborted` when the caller cancels before it is its turn
   */
  beside<T>(work: () => Promise<T>): Promise<T>;
}

/** One function a kind of request. Typed arrays of a reply are moved to the page and must not be used afterwards. */
export type Handlers = {
  [K in Kind]: (body: Exchange[K]['request'], context: HandlerContext) => Promise<Exchange[K]['reply']>;
};

/** What a worker's global scope and a `MessagePort` have in common. */
export interface ServePort {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
  start?(): void;
}

/**
 * A request often fails because a device was lost, a moment before that is known: its error waits so long, in
 * milliseconds, for the true cause.
 */
const CAUSE_MS = 500;

/** Starts answering; there is no end to it but the worker's own. @param devices watched where there is WebGPU */
export function serve(port: ServePort, handlers: Handlers, devices?: DeviceLoss): void {
  const controllers = new Map<number, AbortController>();
  const model = new Turns();
  let hasEnded = false;
  void devices?.lost.then((why) => end(deviceLost(why)));

  port.addEventListener('message', ({ data }) => {
    if (hasEnded) return;
    if (data.kind === 'ping') {
      post({ kind: 'pong' });
      return;
    }
    if (data.kind === 'cancel') {
      controllers.get(data.id)?.abort();
      return;
    }
    const controller = new AbortController();
    controllers.set(data.id, controller);
    const { signal } = controller;
    const needsNoTurn = FILE_KINDS.includes(data.kind);
    void (needsNoTurn ? answer(data, signal, (work) => work()) : answerInTurn(data, signal)).then(() =>
      controllers.delete(data.id),
    );
  });
  port.start?.();

  async function answerInTurn(request: Request, signal: AbortSignal): Promise<void> {
    await model.take();
    let hasTurn = true;
    const beside: HandlerContext['beside'] = async (work) => {
      model.end();
      hasTurn = false;
      try {
        return await work();
      } finally {
        await model.takeBack(signal);
        hasTurn = true;
      }
    };
    if (!hasEnded) await answer(request, signal, beside);
    if (hasTurn) model.end();
  }

  async function answer(
    request: Request,
    signal: AbortSignal,
    beside: HandlerContext['beside'],
  ): Promise<void> {
    const { id } = request;
    try {
      const reply = await handle(request, {
        signal,
        beside,
        progress: (progress) => post({ kind: 'progress', id, progress }),
        token: (lane, token) => post({ kind: 'token', id, lane, token }),
      });
      post({ kind: 'done', id, reply }, buffersOf(reply));
    } catch (error) {
      const fatal = fatalError(request.kind === 'load' ? asEndOfLoad(error) : error);
      if (fatal) end(fatal);
      else {
        if (!signal.aborted) await trueCause();
        post({ kind: 'error', id, error: TillerError.toData(error) });
      }
    }
  }

  /** After the end nothing is said: it would be of a model that is gone. */
  function post(message: FromWorker, transfer: Transferable[] = []): void {
    if (!hasEnded) port.postMessage(message, transfer);
  }

  function end(error: TillerError): void {
    post({ kind: 'fatal', error: TillerError.toData(error) });
    hasEnded = true;
  }

  async function trueCause(): Promise<void> {
    if (!devices?.hasDevice()) return;
    await Promise.race([devices.lost, new Promise((resolve) => setTimeout(resolve, CAUSE_MS))]);
  }

  function handle<K extends Kind>(
    request: Request<K>,
    context: HandlerContext,
  ): Promise<Exchange[K]['reply']> {
    if (!Object.hasOwn(handlers, request.kind)) {
      throw new TillerError('bad_request', `the worker knows no request "${request.kind}".`);
    }
    // A cancelled `generate` still runs: it ends in what was generated so far, which its handler knows to be nothing.
    if (context.signal.aborted && request.kind !== 'generate') {
      throw new TillerError('aborted', 'cancelled before it started.', { started: false });
    }
    return handlers[request.kind](request.body, context);
  }
}

/** Buffers that can be moved instead of copied: each belongs to one typed array of the reply, from end to end. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      const { buffer, byteLength } = part;
      if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) found.add(buffer);
    } else if (Array.isArray(part)) {
      if (typeof part[0] === 'object') for (const each of part) visit(each);
    } else if (typeof part === 'object' && part !== null) {
      for (const each of Object.values(part)) visit(each);
    }
  };
  visit(value);
  return [...found];
}
