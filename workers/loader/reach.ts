/**
 * Where model files may come from: this site, the hub, and the hosts the hub redirects to. The policy that is sent with the
 * page says the same; this holds where a host sends none.
 */
import hub from '../../src/protocol/hub.json' with { type: 'json' };

/**
 * @param url absolute
 * @param own origin of the page; undefined outside a browser, where nothing is served and all may be asked
 */
export function isWithinReach(url: string, own: string | undefined = globalThis.location?.origin): boolean {
  if (own === undefined) return true;
  const { origin, protocol, hostname } = new URL(url);
  if (origin === own || protocol === 'blob:' || protocol === 'data:') return true;
  return hub.connect.some((allowed) => {
    const [scheme, host = ''] = allowed.split('://');
    if (!host.startsWith('*.')) return origin === allowed;
    // of the default port only, as in the policy
    return origin === `${scheme}://${hostname}` && hostname.endsWith(host.slice(1));
  });
}
