import { describe, expect, it } from 'vitest';
import { watchPolicy } from './policy.ts';

const URL_ASKED = 'https://hub.example/owner/name/file';
const refusal = (blockedURI: string) => Object.assign(new Event('securitypolicyviolation'), { blockedURI });

describe('a request that failed', () => {
  it.each([
    ['the address itself', URL_ASKED, true],
    ['only its origin', 'https://hub.example', true],
    ['another address', 'https://hub.example/other', false],
  ])('was refused by the policy where the event names %s', async (_, named, expected) => {
    const scope = new EventTarget();
    const policy = watchPolicy(URL_ASKED, scope);
    // after the failure, as a task of its own
    setTimeout(() => scope.dispatchEvent(refusal(named)));
    expect(await policy.hasRefused()).toBe(expected);
    policy.stop();
  });

  it('was not refused where nothing is said, nor by what came after it', async () => {
    const scope = new EventTarget();
    const policy = watchPolicy(URL_ASKED, scope);
    policy.stop();
    scope.dispatchEvent(refusal(URL_ASKED));
    expect(await policy.hasRefused()).toBe(false);
    expect(await watchPolicy(URL_ASKED, {}).hasRefused()).toBe(false);
  });
});
