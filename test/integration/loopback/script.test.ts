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
  afterEach(async () => {
    await script.stop();
  });

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
    // The unmodified library silences its phone.
    expect(await script.ask({ cmd: 'violations' })).toMatchObject({ value: [{ rule: 'presence' }] });
  }, 20_000);

  it('types a code, and retires one', async () => {
    const { url } = await script.line((line) => 'url' in line);
    await script.ask({ cmd: 'addPhone', number });
    const client = connectClient(url as string);
    await client.qr();
    const code = await client.socket.requestPairingCode(number);
    const type = (typed: string) => script.ask({ cmd: 'enterCode', number, code: typed });
    // The library gives its code away before the server has answered.
    await expect.poll(async () => (await type('ZZZZZZZZ')).value).toEqual({ outcome: 'wrong-code' });
    expect(await script.ask({ cmd: 'refreshCode', number })).toMatchObject({ value: true });
    expect(await type(code)).toMatchObject({ value: { outcome: 'linked' } });
    await client.end();
  }, 30_000);

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

describe('scripts/loopback.ts with switches', () => {
  it.each([
    [['--refuse-registration', '405'], 405],
    [['--misbehave', '{"at":"registration","kind":"fail","code":429}'], 429],
  ])(
    '%j makes every registration end with %i',
    async (switches, code) => {
      const script = startScript(switches);
      const { url } = await script.line((line) => 'url' in line);
      expect((await connectClient(url as string).end()).code).toBe(code);
      await script.stop();
    },
    30_000,
  );

  it('goes on when its output is closed, and ends with its input', async () => {
    const script = startScript(['--phone', number]);
    const { url } = await script.line((line) => 'url' in line);
    script.deafen();
    // Every event would be written to the closed pipe.
    const client = connectClient(url as string);
    await client.qr();
    await client.close();
    const again = connectClient(url as string);
    await again.qr();
    await again.close();
    expect(await script.stop()).toBe(0);
  }, 30_000);
});

function startScript(switches: readonly string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/loopback.ts', ...switches], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
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
    /** Closes the pipe that the script writes to. */
    deafen: () => void child.stdout.destroy(),
    /** The end of its input ends it. Answers its exit code. */
    stop(): Promise<number | null> {
      child.stdin.end();
      return exited;
    },
  };
}
