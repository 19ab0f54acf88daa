/** The app's web server: folders under URL paths, with the security headers, reachable from this machine only. */
import { createServer } from 'node:http';
import send from 'send';
import { CACHE_FOREVER, HASHED_FOLDER, securityHeaders } from './headers.mjs';
import { SetupError } from './setup.mjs';

/** Both names of this machine: a browser may resolve `localhost` to either. */
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * @typedef {import('node:http').IncomingMessage} Request
 * @typedef {import('node:http').ServerResponse} Response
 * @typedef {{ path: string, folder: string }} Mount a URL path without a final slash ('' for all), and what it shows
 */

/**
 * Sends a file of `folder`: byte ranges, conditional requests and content types included; a missing one is a plain 404.
 * @param {Request} request GET or HEAD
 * @param {Response} response
 * @param {string} folder absolute path
 * @param {string} pathname percent-encoded, starts with a slash, relative to `folder`
 */
export function sendFile(request, response, folder, pathname) {
  const fail = (/** @type {number} */ status) => respond(response, status);
  send(request, pathname, { root: folder, cacheControl: false })
    .on('headers', () => {
      const always = pathname.startsWith(HASHED_FOLDER);
      // Anything else is asked for again and answered with 304 while its size and date are the same.
      response.setHeader('Cache-Control', always ? CACHE_FOREVER : 'no-cache');
    })
    .on('directory', () => fail(404))
    .on('error', (/** @type {{ status?: number }} */ error) => fail(error.status ?? 500))
    .pipe(response);
}

/**
 * @param {Mount[]} mounts the first whose path matches answers
 * @param {Record<string, string>} headers sent with every response
 * @returns {(request: Request, response: Response) => void}
 */
export function createHandler(mounts, headers = securityHeaders) {
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return respond(response, 405);
    }
    const pathname = (request.url ?? '/').replace(/[?#].*$/, '');
    const mount = mounts.find(({ path }) => pathname.startsWith(`${path}/`));
    if (!mount) return respond(response, 404);
    sendFile(request, response, mount.folder, pathname.slice(mount.path.length));
  };
}

const REASONS = /** @type {Record<number, string>} */ ({
  403: 'not allowed',
  404: 'not found',
  405: 'only GET and HEAD are answered',
  416: 'the byte range lies outside the file',
});

/**
 * @param {Response} response
 * @param {number} status
 */
function respond(response, status) {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(`${status} ${REASONS[status] ?? 'error'}\n`);
}

/**
 * Serves on localhost, under IPv4 and, where the machine has it, IPv6.
 * @param {(request: Request, response: Response) => void} handler
 * @param {number} port 0 for any free one
 * @returns {Promise<{ url: string, port: number, close: () => void }>} once it answers
 * @throws SetupError when the port is taken or not allowed
 */
export async function listen(handler, port) {
  /** @type {import("node:http").Server[]} */
  const servers = [];
  let actual = port;
  for (const host of LOOPBACK) {
    const server = createServer(handler);
    try {
      actual = await listenOn(server, host, actual);
      servers.push(server);
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code ?? '';
      const hasNoSuchAddress = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
      if (hasNoSuchAddress && servers.length > 0) continue;
      for (const open of servers) open.close();
      throw explain(error, code, actual);
    }
  }
  const close = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  const url = `http://localhost:${actual}`;
  await fetch(url, { method: 'HEAD' });
  return { url, port: actual, close };
}

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 * @param {number} port
 * @returns {Promise<number>} the port it listens on
 */
function listenOn(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}

/**
 * @param {unknown} error
 * @param {string} code
 * @param {number} port
 */
function explain(error, code, port) {
  if (code === 'EADDRINUSE') {
    return new SetupError(
      `Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (code === 'EACCES') {
    return new SetupError(
      `Port ${port} is not allowed for this user. Choose one above 1023: PORT=4173 npm start`,
    );
  }
  return error;
}
