/**
 * What the page's security policy refuses. `fetch` then fails as if there were no network; only an event beside it tells the
 * truth, under the address that was asked for: where a redirect would have led is kept from the page.
 */

/** The part of a worker's global scope that is used; scripts outside a browser have no policy. */
interface Scope {
  addEventListener?: (type: 'securitypolicyviolation', listener: (event: PolicyEvent) => void) => void;
  removeEventListener?: (type: 'securitypolicyviolation', listener: (event: PolicyEvent) => void) => void;
}

type PolicyEvent = Event & { readonly blockedURI?: string };

/** @param url absolute, of the request that is about to be made */
export function watchPolicy(
  url: string,
  scope: Scope = globalThis as Scope,
): { hasRefused(): Promise<boolean>; stop(): void } {
  let isRefused = false;
  const listener = ({ blockedURI }: PolicyEvent) => {
    isRefused ||= blockedURI === url || blockedURI === new URL(url).origin;
  };
  scope.addEventListener?.('securitypolicyviolation', listener);
  return {
    async hasRefused() {
      // the event is a task of its own, which may come after the failure
      if (!isRefused) await new Promise((resolve) => setTimeout(resolve));
      return isRefused;
    },
    stop: () => scope.removeEventListener?.('securitypolicyviolation', listener),
  };
}
