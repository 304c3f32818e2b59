/** How the endpoint or a phone departs from the good course, and at which step. Times are milliseconds. */
export type Misbehaviour =
  /** `no-upgrade`: TCP is accepted and nothing follows. `silent`: the WebSocket opens and nothing follows. */
  | { readonly at: 'connection'; readonly kind: 'no-upgrade' | 'silent' }
  /** Random bytes in place of the server's hello. */
  | { readonly at: 'connection'; readonly kind: 'garbage' }
  /** Everything the server says on this connection comes `delayMs` late. */
  | { readonly at: 'connection'; readonly kind: 'slow'; readonly delayMs: number }
  /** `<failure reason=code>`. For 402 the server adds `{ code: '101' … '106', expire: seconds }`. */
  | FailAt<'registration'>
  | FailAt<'login'>
  /** 411: the account's phone lacks multi-device. */
  | { readonly at: 'registration' | 'login'; readonly kind: 'downgrade' }
  | { readonly at: 'registration'; readonly kind: 'refs'; readonly count: number }
  /**
   * `close`: the socket closes before `pair-success`. `forged-…`: the phone's proof is false. `reject`: the phone says no
   * after the companion has signed; the device never exists. `no-restart`: linked, but no 515 follows.
   */
  | {
      readonly at: 'scan';
      readonly kind: 'close' | 'forged-seal' | 'forged-account-signature' | 'reject' | 'no-restart';
    }
  /** Once a login is through: the phone unlinks the device, another login takes its place, or garbage frames come. */
  | { readonly at: 'open'; readonly kind: 'unlink' | 'replace' | 'garbage'; readonly afterMs: number };

interface FailAt<At extends string> {
  readonly at: At;
  readonly kind: 'fail';
  readonly code: number;
  readonly attrs?: Readonly<Record<string, string>>;
}

type At = Misbehaviour['at'];
export type MisbehaviourAt<A extends At> = Misbehaviour & { readonly at: A };

export interface MisbehaviourScope {
  /** How many times it happens; without it, until it is taken back. */
  readonly times?: number;
  /** Only for this phone, at the steps where the number is known: `login`, `scan`, `open`. */
  readonly number?: string;
}

export interface Misbehaviours {
  /** Later ones wait until earlier ones for the same step are used up. The returned function takes it back. */
  add(misbehaviour: Misbehaviour, scope?: MisbehaviourScope): () => void;
  /** What is to go wrong at this step now, if anything; counts it as having happened. */
  take<A extends At>(at: A, number?: string): MisbehaviourAt<A> | undefined;
  clear(): void;
}

export function createMisbehaviours(): Misbehaviours {
  const planned = new Set<{ misbehaviour: Misbehaviour; times: number; number: string | undefined }>();
  return {
    add(misbehaviour, { times = Infinity, number } = {}) {
      const plan = { misbehaviour, times, number };
      planned.add(plan);
      return () => void planned.delete(plan);
    },
    take(at, number) {
      for (const plan of planned) {
        const { misbehaviour } = plan;
        if (!happensAt(misbehaviour, at) || (plan.number !== undefined && plan.number !== number)) continue;
        plan.times -= 1;
        if (plan.times <= 0) planned.delete(plan);
        return misbehaviour;
      }
      return undefined;
    },
    clear: () => planned.clear(),
  };
}

function happensAt<A extends At>(misbehaviour: Misbehaviour, at: A): misbehaviour is MisbehaviourAt<A> {
  return misbehaviour.at === at;
}
