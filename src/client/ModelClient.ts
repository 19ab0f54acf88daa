/**
 * Owns the model worker on the page: starts it when it is first needed, matches replies to requests, passes progress and
 * tokens on, and cancels by AbortSignal. When the worker dies, gives no sign while it reads files, or says that it cannot go
 * on, every open request is rejected with the reason (`worker_died`, `device_lost`, `out_of_memory`, `storage_failed`,
 * `tokenizer_timeout`); the next request starts a new worker, which has no model yet.
 */
import { type ErrorCode, TillerError } from '../core/errors.ts';
import {
  type Exchange,
  FILE_KINDS,
  type FromWorker,
  type Kind,
  type ToWorker,
} from '../protocol/messages.ts';
import type { LaneToken, Progress } from '../protocol/model.ts';
import { holdLeash, type Leash, PATIENCE_MS } from './leash.ts';
import { watchLifeline } from './lifeline.ts';
import { type WorkerWatch, watchWorker } from './workerWatch.ts';

/** What a `Worker` and a `MessagePort` have in common, as far as the client needs it. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error' | 'messageerror' | 'close', listener: (event: Event) => void): void;
  start?(): void;
  terminate?(): void;
  close?(): void;
}

export interface RequestOptions {
  /**
   * asks the worker to stop; the promise then settles as `protocol/messages.ts` says for a cancelled request. A signal
   * that has fired before the call rejects with `aborted` at once.
   */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  onToken?: ((lane: number, token: LaneToken) => void) | undefined;
}

interface OpenRequest extends RequestOptions {
  kind: Kind;
  /** of its last progress */
  stage: Progress['stage'] | null;
  resolve(reply: Exchange[Kind]['reply']): void;
  reject(error: TillerError): void;
  onAbort(): void;
}

interface Connection {
  port: WorkerPort;
  leash: Leash;
  stopWatching(): void;
  /** while nothing but files is asked for */
  watch: WorkerWatch | null;
}

export class ModelClient {
  readonly #createPort: () => WorkerPort;
  readonly #open = new Map<number, OpenRequest>();
  readonly #deathListeners = new Set<(error: TillerError) => void>();
  #connection: Connection | null = null;
  #lastId = 0;

  /** @param createPort starts a worker; called at the first request and after a death */
  constructor(createPort: () => WorkerPort) {
    this.#createPort = createPort;
  }

  /**
   * Sends one request. Requests are served one at a time, in the order of the calls (exceptions: protocol/messages.ts).
   * @throws TillerError (as rejection) what the worker reports, `worker_died`, or `bad_request` for a body that cannot
   *   cross to a worker
   */
  request<K extends Kind>(
    kind: K,
    body: Exchange[K]['request'],
    options: RequestOptions = {},
  ): Promise<Exchange[K]['reply']> {
    if (options.signal?.aborted) {
      return Promise.reject(new TillerError('aborted', 'cancelled before it started.'));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Exchange[K]['reply']>((resolve, reject) => {
      let port: WorkerPort;
      try {
        port = this.#connect();
      } catch (error) {
        reject(new TillerError('worker_died', `the model worker could not be started: ${messageOf(error)}`));
        return;
      }
      try {
        // Kind and body belong together by this method's signature, which the union cannot express for a generic K.
        port.postMessage({ kind, id, body } as ToWorker);
      } catch (error) {
        reject(new TillerError('bad_request', `the request cannot be sent: ${messageOf(error)}`));
        return;
      }
      const onAbort = () => port.postMessage({ kind: 'cancel', id });
      this.#open.set(id, {
        ...options,
        kind,
        stage: null,
        // The id ties this reply to the kind that was asked for: the one place where the pairing is taken on trust.
        resolve: (reply) => resolve(reply as Exchange[K]['reply']),
        reject,
        onAbort,
      });
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.#watchFiles();
    });
  }

  /** Calls `listener` each time a worker dies, before its open requests are rejected. Returns the way to stop. */
  onDeath(listener: (error: TillerError) => void): () => void {
    this.#deathListeners.add(listener);
    return () => this.#deathListeners.delete(listener);
  }

  /** Ends the worker and rejects what is open with `aborted`. A later request starts a new worker. */
  dispose(): void {
    if (this.#connection) this.#end(new TillerError('aborted', 'the model worker was closed.'));
  }

  #connect(): WorkerPort {
    if (this.#connection) return this.#connection.port;
    const port = this.#createPort();
    const leash = holdLeash(() => this.#end(overdue()));
    const connection: Connection = { port, leash, stopWatching: () => {}, watch: null };
    this.#connection = connection;
    const died = (reason: string) => {
      if (this.#connection !== connection) return; // an earlier worker's last words
      this.#end(ended('worker_died', `the model worker stopped (${reason})`));
    };
    port.addEventListener('message', ({ data }) => {
      if (this.#connection !== connection) return;
      connection.watch?.heard();
      if (data.kind === 'pong') return;
      if (data.kind === 'alive') {
        connection.stopWatching = watchLifeline(data.lock, () => died('it ended without a word'));
      } else if (data.kind === 'encoding') leash.encoding(data.isOver);
      else if (data.kind === 'fatal') this.#end(ended(data.error.code, data.error.message));
      else this.#receive(data);
    });
    port.addEventListener('error', (event) => died(reasonOf(event)));
    port.addEventListener('messageerror', () => died('it sent something unreadable'));
    port.addEventListener('close', () => died('its channel closed'));
    port.start?.();
    return port;
  }

  #receive(message: Exclude<FromWorker, { kind: 'alive' | 'encoding' | 'fatal' | 'pong' }>): void {
    const open = this.#open.get(message.id);
    if (!open) return;
    switch (message.kind) {
      case 'progress':
        open.stage = message.progress.stage;
        this.#watchFiles();
        open.onProgress?.(message.progress);
        return;
      case 'token':
        open.onToken?.(message.lane, message.token);
        return;
      case 'done':
        this.#close(message.id, open);
        open.resolve(message.reply);
        return;
      case 'error':
        this.#close(message.id, open);
        open.reject(TillerError.fromData(message.error));
        return;
      default: {
        const unknown: never = message;
        throw new TillerError('internal', `unknown message from the worker: ${JSON.stringify(unknown)}`);
      }
    }
  }

  #close(id: number, { signal, onAbort }: OpenRequest): void {
    this.#open.delete(id);
    signal?.removeEventListener('abort', onAbort);
    this.#watchFiles();
  }

  /** Watches the worker exactly while all that is open reads files. */
  #watchFiles(): void {
    const connection = this.#connection;
    if (!connection) return;
    const isOnFiles = this.#open.size > 0 && [...this.#open.values()].every(readsFiles);
    if (!isOnFiles) {
      connection.watch?.stop();
      connection.watch = null;
      return;
    }
    connection.watch ??= watchWorker(
      () => connection.port.postMessage({ kind: 'ping' }),
      () => this.#end(ended('storage_failed', SILENCE)),
    );
  }

  #end(error: TillerError): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.stopWatching();
    connection?.leash.encoding(true);
    connection?.watch?.stop();
    connection?.port.terminate?.();
    connection?.port.close?.();
    // a listener may ask a new worker already
    const requests = [...this.#open];
    for (const listener of this.#deathListeners) listener(error);
    for (const [id, open] of requests) {
      this.#close(id, open);
      open.reject(error);
    }
  }
}

const SILENCE = 'the model worker gave no sign for half a minute while it read or wrote files';

/** A load does until its runtime begins; then the worker is at work for as long as it takes. */
function readsFiles({ kind, stage }: OpenRequest): boolean {
  if (kind === 'load') return stage === null || stage === 'download' || stage === 'verify';
  return FILE_KINDS.includes(kind);
}

/** Whether an error came with the end of the worker, and so of the model in it. */
export function isWorkerEnd(error: unknown): boolean {
  return error instanceof TillerError && error.details.workerEnded === true;
}

function ended(code: ErrorCode, reason: string): TillerError {
  return new TillerError(code, `${reason}. Load the model again.`, { workerEnded: true });
}

function overdue(): TillerError {
  return new TillerError(
    'tokenizer_timeout',
    `expected this model's chat template and tokenizer to read a prompt within ${PATIENCE_MS / 1000} seconds, and ended the model's ` +
      'worker, as they did not come to an end. Load another model, or give the prompt as token ids.',
    { workerEnded: true },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An `ErrorEvent` says what went wrong; a plain `Event` is what a script that could not be loaded gives. */
function reasonOf(event: Event): string {
  return 'message' in event && event.message
    ? String(event.message)
    : 'its script could not be loaded or run';
}
