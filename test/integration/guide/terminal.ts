import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** A shell, and somebody who types into it. */
export interface Terminal {
  /** Types a command and answers what it printed. Rejects if it ends badly. */
  run(typed: string): Promise<string>;
  /** Types one that goes on, and answers what it has printed as soon as that is enough. */
  watch(typed: string, enough: (printed: string) => boolean): Promise<string>;
  /** Ctrl-C: answers once what went on has ended, however it did. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}

/** Takes commands from descriptor 3, each ended by a NUL, and says the same way that one has ended, and how. */
const script = `
trap : INT
while IFS= read -r -d '' typed <&3; do
  eval "$typed" </dev/null 3<&-
  printf '\\0%d\\0' $?
done`;
const end = /\0(\d+)\0$/;

export function openTerminal(folder: string, env: Readonly<Record<string, string>>): Terminal {
  const { PATH = '', HOME = '' } = process.env;
  // A separate process group, so that Ctrl-C reaches only what runs in it.
  const shell = spawn('bash', ['--noprofile', '--norc', '-c', script], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH, HOME, npm_config_loglevel: 'silent', ...env },
  });
  const keyboard = shell.stdio[3] as Writable;
  let printed = '';
  let complained = '';
  let look: () => void = () => undefined;
  shell.stdout?.on('data', (data) => {
    printed += String(data);
    look();
  });
  shell.stderr?.on('data', (data) => (complained += String(data)));

  /** Resolves with what was printed, and with the exit code if the command has ended, once that is enough. */
  function until(enough: (printed: string) => boolean): Promise<{ text: string; code: number | undefined }> {
    return new Promise((resolve) => {
      look = () => {
        const code = end.exec(printed)?.[1];
        const text = printed.replace(end, '');
        if (code !== undefined || enough(text)) resolve({ text, code: code === undefined ? undefined : Number(code) });
      };
      look();
    });
  }
  function type(command: string): void {
    printed = '';
    complained = '';
    keyboard.write(`${command}\0`);
  }

  return {
    async run(command) {
      type(command);
      const { text, code } = await until(() => false);
      if (code !== 0) throw new Error(`${command}\nended with ${code}: ${text}${complained}`);
      return text;
    },
    async watch(command, enough) {
      type(command);
      const { text, code } = await until(enough);
      if (code !== undefined) throw new Error(`${command}\nended with ${code}: ${text}${complained}`);
      return text;
    },
    async interrupt() {
      process.kill(-(shell.pid ?? 0), 'SIGINT');
      await until(() => false);
    },
    async close() {
      if (shell.exitCode !== null || shell.signalCode !== null) return;
      const ended = once(shell, 'exit');
      process.kill(-(shell.pid ?? 0), 'SIGKILL');
      await ended;
    },
  };
}
