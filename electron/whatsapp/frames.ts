import type { WASocket } from '@whiskeysockets/baileys';

import type { FlightFrame } from '../../shared/flight.ts';
import type { Clock } from '../pairing/ports.ts';

type ClientLogger = WASocket['logger'];
/** A frame without its connection number, which only the session knows. */
export type SeenFrame = Omit<FlightFrame, 'connection'>;

/** Attributes whose values say what a stanza is about. Ids, addresses, names and times are not among them. */
const telling = new Set(['type', 'xmlns', 'code', 'reason', 'class', 'count', 'expire', 'location', 'stage', 'error']);
const harmless = /^(?!.*\d{6})[\w.:-]{1,40}$/;
const maximumChildren = 12;

interface Node {
  readonly tag: string;
  readonly attrs?: Readonly<Record<string, string | undefined>>;
  readonly content?: unknown;
}

/** How the client library writes a node down in its trace: a tag with its attributes, bytes as hex on their own line. */
const writtenTag = /^\t*<([\w:-]+) ?(.*?)\/?>$/;
const writtenBytes = /^\t*((?:[0-9a-f]{2})+)$/;
const writtenAttribute = /([\w:-]+)='([^']*)'/g;

export interface FrameRecording {
  /** The logger for the client library. */
  readonly logger: ClientLogger;
  /** Notes incoming frames from now on. */
  attend(socket: Pick<WASocket, 'ws'>): void;
}

/**
 * Notes what a socket receives and, until its login is accepted, what it sends. The library shows outgoing nodes only in
 * its trace (7.0.0-rc14, lib/Socket/socket.js, `xml send`), and traces only for a logger whose level is `trace`. After
 * the login that would copy every uploaded pre-key into a string.
 */
export function recordFrames(logger: ClientLogger, clock: Clock, note: (frame: SeenFrame) => void): FrameRecording {
  let linking = true;
  const recorder: ClientLogger = {
    get level() {
      return linking ? 'trace' : logger.level;
    },
    child: (bindings) => logger.child(bindings),
    trace(data) {
      const written = linking ? sentText(data) : undefined;
      if (written !== undefined) note({ at: clock.now(), direction: 'out', ...outlineOfText(written) });
    },
    debug: (data, message) => logger.debug(data, message),
    info: (data, message) => logger.info(data, message),
    warn: (data, message) => logger.warn(data, message),
    error: (data, message) => logger.error(data, message),
  };
  return {
    logger: recorder,
    attend({ ws }) {
      ws.on('frame', (frame: Node | Uint8Array) => {
        if (!(frame instanceof Uint8Array) && frame.tag === 'success') linking = false;
        note({ at: clock.now(), direction: 'in', ...outlineOf(frame) });
      });
    },
  };
}

type Outline = Pick<FlightFrame, 'tag' | 'attributes' | 'children' | 'bytes'>;

function outlineOf(frame: Node | Uint8Array): Outline {
  if (frame instanceof Uint8Array) return { tag: 'handshake', attributes: {}, children: [], bytes: frame.length };
  const children: string[] = [];
  const bytes = measure(frame.content, children);
  return {
    tag: frame.tag,
    attributes: outlineAttributes(Object.entries(frame.attrs ?? {})),
    children: children.slice(0, maximumChildren),
    bytes,
  };
}

/** The number of bytes inside; adds the tags of the children to `tags`. */
function measure(content: unknown, tags: string[]): number {
  if (content instanceof Uint8Array) return content.length;
  if (typeof content === 'string') return Buffer.byteLength(content);
  if (!Array.isArray(content)) return 0;
  return (content as Node[]).reduce((sum, child) => {
    tags.push(child.tag);
    return sum + measure(child.content, tags);
  }, 0);
}

function outlineOfText(text: string): Outline {
  const [first = '', ...rest] = text.split('\n');
  const [, tag = 'unreadable', attributes = ''] = writtenTag.exec(first) ?? [];
  const children: string[] = [];
  let bytes = 0;
  for (const line of rest) {
    const content = writtenBytes.exec(line)?.[1];
    const child = writtenTag.exec(line)?.[1];
    if (content !== undefined) bytes += content.length / 2;
    else if (child !== undefined && children.length < maximumChildren) children.push(child);
  }
  const pairs = [...attributes.matchAll(writtenAttribute)].map(([, name = '', value]) => [name, value] as const);
  return { tag, attributes: outlineAttributes(pairs), children, bytes };
}

function outlineAttributes(pairs: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(([name, value = '']) => [name, telling.has(name) && harmless.test(value) ? value : '…']),
  );
}

function sentText(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('msg' in data) || data.msg !== 'xml send') return undefined;
  return 'xml' in data && typeof data.xml === 'string' ? data.xml : undefined;
}
