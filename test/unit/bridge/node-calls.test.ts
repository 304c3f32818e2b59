import { describe, expect, it } from 'vitest';

import { createNodeSigner, createNodeVerifier, nodeHeader } from '../../../electron/bridge/node-calls.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const secret = 'an-internal-secret-of-32-letters';
const call = { method: 'POST', url: '/send?x=1', address: '203.0.113.7' };

function createRig(other = secret) {
  const clock = createFakeClock();
  const sign = createNodeSigner(other, clock);
  const verify = createNodeVerifier(secret, clock);
  const read = (header: string | undefined, { method, url } = call) =>
    verify({ method, url, headers: header === undefined ? {} : { [nodeHeader]: header } });
  return { clock, sign, read };
}

describe('a call that a node has forwarded', () => {
  it('says for whom, and nothing of the secret', () => {
    const { sign, read } = createRig();
    const header = sign(call);
    expect(read(header)).toBe('203.0.113.7');
    expect(header).not.toContain(secret);
  });

  it('counts once', () => {
    const { sign, read } = createRig();
    const header = sign(call);
    read(header);
    expect(read(header)).toBeUndefined();
    expect(read(sign(call))).toBe('203.0.113.7');
  });

  it('counts for half a minute, by either clock', async () => {
    const { clock, sign, read } = createRig();
    const [early, late] = [sign(call), sign(call)];
    await clock.advance(30_000);
    expect(read(early)).toBe('203.0.113.7');
    await clock.advance(1);
    expect(read(late)).toBeUndefined();
  });

  it('counts for nothing else than what was signed, by nobody without the secret', () => {
    const { sign, read } = createRig();
    expect(read(sign(call), { ...call, url: '/send' })).toBeUndefined();
    expect(read(sign(call), { ...call, method: 'GET' })).toBeUndefined();
    const parts = sign(call).split('.');
    const forged = [...parts.slice(0, 2), Buffer.from('10.0.0.1').toString('base64url'), parts[3]].join('.');
    expect(read(forged)).toBeUndefined();
    const stranger = createRig('another-secret-of-32-letters-long');
    expect(read(stranger.sign(call))).toBeUndefined();
  });

  it('is none where the header is missing, or is not one', () => {
    const { read } = createRig();
    for (const header of [undefined, '', '.', '...', 'a.b.c.d', 'a.b.c.d.e', '1.2.3'])
      expect(read(header)).toBeUndefined();
  });
});
