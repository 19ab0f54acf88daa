import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { request } from './http.ts';

let own: Server;
let stranger: Server;
let strangerCalls = 0;

const origin = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const listening = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

beforeEach(async () => {
  strangerCalls = 0;
  stranger = createServer((_, response) => {
    strangerCalls++;
    response.end('from a stranger');
  });
  own = createServer(({ url }, response) => {
    if (url === '/away') response.writeHead(302, { Location: `${origin(stranger)}/config.json` });
    if (url === '/moved') response.writeHead(302, { Location: '/config.json' });
    if (url === '/silent') return;
    response.end('from this site');
  });
  await Promise.all([listening(own), listening(stranger)]);
  vi.stubGlobal('location', { origin: origin(own) });
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const server of [own, stranger]) {
    server.closeAllConnections();
    server.close();
  }
});

describe('request', () => {
  it('reads from its own site, also where that redirects to itself', async () => {
    for (const path of ['/config.json', '/moved']) {
      const response = await request(`${origin(own)}${path}`, undefined);
      expect(await response.text()).toBe('from this site');
    }
  });

  it('never asks another site, and names it', async () => {
    const url = `${origin(stranger)}/config.json`;
    await expect(request(url, undefined)).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining(url),
    });
    expect(strangerCalls).toBe(0);
  });

  it('refuses what its own site redirects to another', async () => {
    await expect(request(`${origin(own)}/away`, undefined)).rejects.toMatchObject({
      code: 'address_refused',
      details: { found: `${origin(stranger)}/config.json` },
    });
  });

  it('waits for an answer only so long, and for what follows its beginning as long as it takes', async () => {
    await expect(request(`${origin(own)}/silent`, undefined, {}, 50)).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringMatching(/\/silent.*nothing came/),
    });
    const response = await request(`${origin(own)}/config.json`, undefined, {}, 50);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await response.text()).toBe('from this site');
  });

  it('says that the policy refused it, where the browser only says that it failed', async () => {
    const scope = new EventTarget();
    vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
    vi.stubGlobal('removeEventListener', scope.removeEventListener.bind(scope));
    const url = `${origin(own)}/config.json`;
    vi.stubGlobal('fetch', () => {
      setTimeout(() =>
        scope.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { blockedURI: url })),
      );
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    await expect(request(url, undefined)).rejects.toMatchObject({
      code: 'address_refused',
      message: expect.stringContaining(`to which ${url} leads`),
    });
  });
});
