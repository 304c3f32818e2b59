import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What Chromium says on a computer without a desktop session, a sound card or a graphics card. Nothing is wrong then. */
const knownNoise = [
  /:(bus|object_proxy)\.cc/,
  /:[\w/]*(gpu|viz|angle|vaapi|gl_|egl|vulkan|command_buffer)\w*\.(cc|cpp)/i,
  /:[\w/]*(gles2_cmd_decoder|x11_|xdg_|libnotify|alsa_util|network_service_instance_impl|zygote)\w*\.cc/,
];
const chromiumLine = /^\[\d+(:\d+)?[:/][\d./]+:(ERROR|WARNING|INFO|FATAL):/;

/** Whether a line is Chromium talking of what this computer does not have. */
export function isNoise(line: string): boolean {
  return chromiumLine.test(line) && knownNoise.some((noise) => noise.test(line));
}

/** Passes a program's output on, line by line, without the known noise. */
export function passOn(from: Readable, to: Writable): void {
  createInterface({ input: from }).on('line', (line) => {
    if (!isNoise(line)) to.write(`${line}\n`);
  });
}
