/**
 * A server that answers as the Hugging Face hub does, for tests: descriptions of models, files at a commit, large ones by
 * way of a second address, byte ranges, the headers that other sites may see. Any answer can be made to go wrong, and
 * what was sent is counted.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface HubModel {
  /** for example `owner/name` */
  id: string;
  /** with config.json and the folder onnx */
  folder: string;
  /** 40 hexadecimal digits */
  commit: string;
  licence?: string;
  gated?: 'auto' | 'manual';
}

/** What goes wrong with the answers for one file. */
export interface Fault {
  /** file of a model, or `api` for its description */
  path: string;
  /** how many answers; default 1 */
  times?: number;
  /** the connection breaks after this share of the bytes, 0 to 1 */
  dropAt?: number;
  /** nothing more comes after this share of the bytes */
  stallAt?: number;
  /** nothing comes before this */
  until?: Promise<unknown>;
  status?: number;
  headers?: Record<string, string>;
  /** in place of the file's bytes, with status 200 and as text/html */
  page?: string;
  ignoresRange?: true;
  /** the announced length and the bytes end here */
  shortenTo?: number;
  /** another version of the file: other bytes under another tag, from now on */
  changed?: true;
}

export interface Sent {
  path: string;
  status: number;
  range: string | null;
  /** of the body */
  bytes: number;
}

export class TestHub {
  origin = '';
  /** every connection breaks, as without a network */
  isDown = false;
  /** of files, in order of arrival */
  readonly sent: Sent[] = [];
  readonly faults: Fault[] = [];
  private readonly models: HubModel[];
  private readonly changed = new Set<string>();
  private readonly hashes = new Map<string, string>();
  private server: Server | null = null;

  constructor(models: HubModel[]) {
    this.models = models;
  }

  /** @param tls key and certificate, to be met under the hub's own name; without them plain HTTP */
  async listen(tls: { key: string; cert: string } | null = null): Promise<this> {
    const answer = (request: IncomingMessage, response: ServerResponse) => this.answer(request, response);
    this.server = tls ? createTlsServer(tls, answer) : createServer(answer);
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.port}`;
    return this;
  }

  get port(): number {
    return (this.server?.address() as AddressInfo).port;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** Forgets what was sent, and all faults. */
  reset(): void {
    this.sent.length = 0;
    this.faults.length = 0;
    this.changed.clear();
    this.isDown = false;
  }

  /** Bytes sent of files whose path ends so; of all without an argument. */
  bytesOf(ending = ''): number {
    return this.sent.filter(({ path }) => path.endsWith(ending)).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  sha256(model: HubModel, path: string): string {
    const file = join(model.folder, path);
    const known = this.hashes.get(file) ?? createHash('sha256').update(readFileSync(file)).digest('hex');
    this.hashes.set(file, known);
    return known;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.isDown) {
      request.socket.destroy();
      return;
    }
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://hub');
    const path = decodeURIComponent(url.pathname);
    const model = this.models.find(({ id }) => path.includes(`/${id}/`));
    if (!model) {
      response.writeHead(401, { 'x-error-code': 'RepoNotFound' }).end();
      return;
    }
    const rest = path.slice(path.indexOf(`/${model.id}/`) + model.id.length + 2);
    if (path.startsWith('/api/models/')) this.describe(model, rest.replace(/^revision\//, ''), response);
    else this.resolve(model, rest, path.startsWith('/cdn/'), request, response);
  }

  private describe(model: HubModel, revision: string, response: ServerResponse): void {
    const fault = this.takeFault('api');
    if (fault?.status) {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    if (revision !== 'main' && revision !== model.commit) {
      response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end();
      return;
    }
    const siblings = filesOf(model.folder).map((path) => {
      const size = statSync(join(model.folder, path)).size;
      const lfs = { sha256: this.sha256(model, path), size, pointerSize: 133 };
      return { rfilename: path, size, blobId: 'f'.repeat(40), ...(isLarge(path) ? { lfs } : {}) };
    });
    const { id, commit: sha, gated = false, licence: license = 'apache-2.0' } = model;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, sha, gated, private: false, cardData: { license }, siblings }));
  }

  private resolve(
    model: HubModel,
    rest: string,
    isSecondAddress: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const path = rest.replace(/^resolve\/[^/]+\//, '');
    if (model.gated) {
      response.writeHead(401, { 'x-error-code': 'GatedRepo' }).end();
      return;
    }
    if (!existsSync(join(model.folder, path))) {
      response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
      return;
    }
    response.setHeader('x-repo-commit', model.commit);
    if (isLarge(path) && !isSecondAddress) {
      response.writeHead(302, { location: `/cdn/${model.id}/${path}` }).end();
      return;
    }
    void this.send(model, path, request.headers.range ?? null, response);
  }

  private async send(
    model: HubModel,
    path: string,
    asked: string | null,
    response: ServerResponse,
  ): Promise<void> {
    const fault = this.takeFault(path);
    const sent: Sent = { path, status: 200, range: asked, bytes: 0 };
    this.sent.push(sent);
    if (fault?.until) await fault.until;
    if (fault?.changed) this.changed.add(path);
    if (fault?.status) {
      sent.status = fault.status;
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    if (fault?.page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(fault.page);
      return;
    }
    const isChanged = this.changed.has(path);
    const size = statSync(join(model.folder, path)).size;
    const [start, end] = (!fault?.ignoresRange && rangeOf(asked, size)) || [0, size - 1];
    const isPart = start > 0 || end < size - 1;
    sent.status = isPart ? 206 : 200;
    const tag = `${this.sha256(model, path)}${isChanged ? '-changed' : ''}`;
    const whole = end - start + 1;
    const length = Math.min(whole, fault?.shortenTo ?? whole);
    response.writeHead(sent.status, {
      etag: `"${tag}"`,
      'content-type': 'application/octet-stream',
      'content-length': length,
      'accept-ranges': 'bytes',
      ...(isPart ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
    });
    const limit = Math.floor(length * (fault?.dropAt ?? fault?.stallAt ?? 1));
    if (limit === 0) {
      if (fault?.dropAt !== undefined) setTimeout(() => response.destroy(), 5);
      else if (fault?.stallAt === undefined) response.end();
      return;
    }
    const stream = createReadStream(join(model.folder, path), { start, end: start + limit - 1 });
    stream.on('data', (chunk) => {
      const bytes = Buffer.from(chunk);
      if (isChanged) bytes[0]! ^= 1;
      sent.bytes += bytes.length;
      if (!response.write(bytes)) {
        stream.pause();
        response.once('drain', () => stream.resume());
      }
    });
    stream.on('end', () => {
      if (fault?.stallAt !== undefined) return;
      // what was written has to leave before the connection breaks
      if (fault?.dropAt !== undefined) setTimeout(() => response.destroy(), 20);
      else response.end();
    });
    response.on('close', () => stream.destroy());
  }

  private takeFault(path: string): Fault | null {
    const fault = this.faults.find((each) => each.path === path && (each.times ?? 1) > 0);
    if (!fault) return null;
    fault.times = (fault.times ?? 1) - 1;
    return fault;
  }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Range',
  'access-control-expose-headers':
    'X-Repo-Commit,X-Error-Code,X-Error-Message,ETag,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag',
};

/** What a repository keeps outside git. */
function isLarge(path: string): boolean {
  return /\.onnx|tokenizer\.json$/.test(path);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function rangeOf(asked: string | null, size: number): [number, number] | null {
  const match = asked?.match(/^bytes=(\d+)-(\d*)$/);
  if (!match) return null;
  return [Number(match[1]), Math.min(size - 1, match[2] === '' ? size - 1 : Number(match[2]))];
}
