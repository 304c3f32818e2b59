import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { connectClient, login } from './real-client.ts';

const number = '15550001234';
type Line = Readonly<Record<string, unknown>>;

describe('scripts/loopback.ts', () => {
  let script: ReturnType<typeof startScript>;
  beforeEach(() => {
    script = startScript();
  });
  afterEach(() => script.stop());

  it('links a client from another process', async () => {
    const { url } = await script.line((line) => 'url' in line);
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/ws\/chat$/);
    expect(await script.ask({ cmd: 'addPhone', number })).toMatchObject({ value: { jid: `${number}@s.whatsapp.net` } });
    const client = connectClient(url as string);
    const scan = await script.ask({ cmd: 'scan', number, qr: await client.qr() });
    expect(scan).toMatchObject({ value: { outcome: 'linked' } });
    await client.end();
    const again = await login(url as string, client.auth);
    await script.line(({ event }) => (event as Line | undefined)?.type === 'open');
    expect(await script.ask({ cmd: 'devices', number })).toMatchObject({ value: [{ online: true, logins: 1 }] });
    await script.ask({ cmd: 'drop' });
    expect((await again.end()).code).toBe(428);
    const fail = { at: 'login', kind: 'fail', code: 503 };
    await script.ask({ cmd: 'misbehave', misbehaviour: fail, times: 1 });
    expect((await connectClient(url as string, client.auth).end()).code).toBe(503);
    expect(await script.ask({ cmd: 'violations' })).toMatchObject({ value: [] });
  }, 20_000);

  it('answers for a phone’s passkey, always the same one', async () => {
    await script.ask({ cmd: 'addPhone', number });
    const ask = async (challenge: string) => {
      const { value } = await script.ask({ cmd: 'assert', number, publicKey: { challenge } });
      const { id, response } = value as { id: string; response: { clientDataJSON: string } };
      return { id, said: JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as unknown };
    };
    const first = await ask('Zmlyc3Q');
    expect(first.said).toMatchObject({ challenge: 'Zmlyc3Q', origin: 'https://web.whatsapp.com' });
    expect(await ask('c2Vjb25k')).toMatchObject({ id: first.id, said: { challenge: 'c2Vjb25k' } });
  }, 20_000);

  it('answers what it does not understand with an error', async () => {
    expect(await script.ask({ cmd: 'scan', number, qr: 'x' })).toMatchObject({ error: 'no phone has this number' });
    await script.ask({ cmd: 'addPhone', number });
    expect(await script.ask({ cmd: 'addPhone', number })).toMatchObject({ error: 'this number has a phone already' });
    script.write('{"cmd":');
    expect(await script.line((line) => 'error' in line && !('id' in line))).toMatchObject({
      error: expect.stringContaining('not a line of JSON') as string,
    });
  }, 20_000);
});

function startScript() {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/loopback.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines: Line[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    for (const check of [...waiting]) check();
  });
  let asked = 0;

  const write = (text: string): boolean => child.stdin.write(`${text}\n`);
  function line(matches: (line: Line) => boolean): Promise<Line> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = lines.find(matches);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  return {
    write,
    line,
    ask(command: Line): Promise<Line> {
      const id = ++asked;
      write(JSON.stringify({ id, ...command }));
      return line((answer) => answer.id === id);
    },
    /** The end of its input is to end it. */
    stop(): Promise<void> {
      child.stdin.end();
      return exited;
    },
  };
}
