import { describe, expect, it } from 'vitest';

import { createMisbehaviours } from '../../../electron/loopback/misbehaviour.ts';

const refuse = { at: 'login', kind: 'fail', code: 401 } as const;
const outage = { at: 'login', kind: 'fail', code: 503 } as const;
const reject = { at: 'scan', kind: 'reject' } as const;

describe('misbehaviours', () => {
  it('happen as often as planned, in the order planned, at their own step only', () => {
    const plans = createMisbehaviours();
    plans.add(refuse, { times: 2 });
    plans.add(outage, { times: 1 });
    expect(plans.take('scan')).toBeUndefined();
    expect([1, 2, 3, 4].map(() => plans.take('login'))).toEqual([refuse, refuse, outage, undefined]);
  });

  it('go on until they are taken back', () => {
    const plans = createMisbehaviours();
    const takeBack = plans.add(reject);
    expect([plans.take('scan'), plans.take('scan')]).toEqual([reject, reject]);
    takeBack();
    expect(plans.take('scan')).toBeUndefined();
  });

  it('can be kept to one phone', () => {
    const plans = createMisbehaviours();
    plans.add(refuse, { number: '15550001234', times: 1 });
    expect(plans.take('login')).toBeUndefined();
    expect(plans.take('login', '442071234567')).toBeUndefined();
    expect(plans.take('login', '15550001234')).toEqual(refuse);
    expect(plans.take('login', '15550001234')).toBeUndefined();
  });

  it('are all taken back by clear', () => {
    const plans = createMisbehaviours();
    plans.add(refuse);
    plans.add(reject);
    plans.clear();
    expect([plans.take('login'), plans.take('scan')]).toEqual([undefined, undefined]);
  });
});
