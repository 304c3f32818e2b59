import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

const program = join(import.meta.dirname, '../../scripts/loopback.ts');
const lineSchema = z.union([
  z.object({ url: z.string() }),
  z.object({ event: z.looseObject({ type: z.string() }) }),
  z.object({ id: z.number(), value: z.unknown() }),
  z.object({ id: z.number().optional(), error: z.string() }),
]);
const scanSchema = z.object({ outcome: z.string() });

/** The loopback WhatsApp in a separate process, so that its cost is not counted. */
export interface WhatsAppProcess {
  readonly url: string;
  addPhone(number: string): Promise<void>;
  /** Answers what the scan came to. */
  scan(number: string, qr: string): Promise<string>;
  /** A phone writes to the companions of another number. */
  send(number: string, to: string, text: string): Promise<void>;
  /** Cuts every connection. */
  drop(): Promise<void>;
  /** Links that phones made, and pre-keys that clients uploaded: a server that has some already would flatter them. */
  counts(): Promise<{ readonly links: number; readonly preKeysUploaded: number }>;
  /** How a client broke the protocol so far: the rule, and what was seen. */
  violations(): Promise<readonly string[]>;
  /** Stops the process where it is: its connections stay open and say nothing more. */
  stand(): void;
  goOn(): void;
  close(): Promise<void>;
}

export async function startWhatsApp(): Promise<WhatsAppProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, PromiseWithResolvers>();
  const address = withResolvers();
  let count = 0;
  let links = 0;

  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const said = lineSchema.parse(JSON.parse(line));
    if ('url' in said) address.resolve(said.url);
    if (!('id' in said) || said.id === undefined) return;
    const asked = waiting.get(said.id);
    waiting.delete(said.id);
    if ('error' in said) asked?.reject(new Error(said.error));
    else asked?.resolve(said.value);
  });
  child.once('exit', (code) => {
    const error = new Error(`the loopback WhatsApp ended with code ${String(code)}`);
    for (const { reject } of [address, ...waiting.values()]) reject(error);
  });

  function ask(command: Readonly<Record<string, unknown>>): Promise<unknown> {
    count += 1;
    const answer = withResolvers();
    waiting.set(count, answer);
    child.stdin.write(`${JSON.stringify({ ...command, id: count })}\n`);
    return answer.promise;
  }

  return {
    url: z.string().parse(await address.promise),
    async addPhone(number) {
      await ask({ cmd: 'addPhone', number });
    },
    async scan(number, qr) {
      const { outcome } = scanSchema.parse(await ask({ cmd: 'scan', number, qr }));
      if (outcome === 'linked') links += 1;
      return outcome;
    },
    async send(number, to, text) {
      await ask({ cmd: 'send', number, to, text });
    },
    async drop() {
      await ask({ cmd: 'drop' });
    },
    async counts() {
      const schema = z.object({ preKeysUploaded: z.number() });
      return { links, ...schema.parse(await ask({ cmd: 'counts' })) };
    },
    async violations() {
      const schema = z.array(z.object({ rule: z.string(), detail: z.string() }));
      return schema.parse(await ask({ cmd: 'violations' })).map(({ rule, detail }) => `${rule}: ${detail}`);
    },
    stand: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async close() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** `Promise.withResolvers` of later versions of Node. */
function withResolvers(): PromiseWithResolvers {
  let resolve: PromiseWithResolvers['resolve'] = () => undefined;
  let reject: PromiseWithResolvers['reject'] = () => undefined;
  const promise = new Promise<unknown>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
