import type { IncomingMessage } from 'node:http';

import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';

import type { MediaServers } from '../media-servers.ts';

/** The request of a `fetch`, as undici hands it to a dispatcher. */
interface Asked {
  readonly origin: string | URL;
  readonly path: string;
  readonly method: string;
}

/** What undici before version 8 (Node 20 to 24) tells of an answer. `onData`, `onHeaders`: `false` means wait for `resume`. */
interface OlderListener {
  onConnect(abort: (reason?: Error) => void): void;
  onHeaders(status: number, rawHeaders: readonly Buffer[], resume: () => void, statusText: string): boolean;
  onData(chunk: Buffer): boolean;
  onComplete(trailers: readonly Buffer[]): void;
  onError(error: Error): void;
}

/** What undici from version 8 on (Node 26) tells; with `pause` and `resume` of the controller it sets the pace. */
interface NewerListener {
  onRequestStart(controller: Controller, context: object): void;
  onResponseStart(controller: Controller, status: number, headers: object, statusText: string): void;
  onResponseData(controller: Controller, chunk: Buffer): void;
  onResponseEnd(controller: Controller, trailers: object): void;
  onResponseError(controller: Controller, error: Error): void;
}

interface Controller {
  readonly abort: (reason?: Error) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly aborted: boolean;
  readonly paused: boolean;
  readonly reason: Error | null;
  readonly rawHeaders: readonly Buffer[];
  readonly rawTrailers: readonly Buffer[];
}

/**
 * Fault: the library downloads the recent chats and the app state by Node's own `fetch`, which knows neither a proxy nor
 * this computer's certificates, and from any host that a message names.
 * Where: @whiskeysockets/baileys 7.0.0-rc14, lib/Utils/messages-media.js, `getHttpStream`; called by lib/Utils/history.js,
 * `downloadHistory`, and lib/Utils/chat-utils.js, `downloadExternalBlob`.
 * Repair: the library hands `options.dispatcher` on to `fetch`, which has it carry out the request. This one asks WhatsApp's
 * media servers by the way that the tenant's other files go; nothing else is asked. A `fetch` that speaks to its dispatcher in
 * a third way fails, and goes around nothing.
 * Shown by: test/unit/whatsapp/repairs/own-downloads.test.ts and the integration test of the same name.
 */
export function downloadBy(
  servers: Pick<MediaServers, 'serves' | 'ask'>,
): NonNullable<UserFacingSocketConfig['options']> {
  async function ask({ origin, path, method }: Asked, signal: AbortSignal): Promise<IncomingMessage> {
    const { protocol, host } = new URL(origin);
    if (method !== 'GET' || protocol !== 'https:' || !servers.serves(host)) throw new Error('no media server');
    return servers.ask(host, path, { signal });
  }

  const dispatcher = {
    dispatch(asked: Asked, listener: OlderListener | NewerListener): boolean {
      const over = new AbortController();
      const heard = 'onConnect' in listener ? hearOlder(listener, over) : hearNewer(listener, over);
      ask(asked, over.signal)
        .then(async (answer) => {
          heard.begin(answer);
          for await (const chunk of answer) await heard.data(chunk as Buffer);
          heard.end();
        })
        .catch((error: unknown) => heard.fail(error instanceof Error ? error : new Error(String(error))));
      return true;
    },
  };
  // Its type names the classes of one version of undici.
  return { dispatcher } as unknown as NonNullable<UserFacingSocketConfig['options']>;
}

interface Heard {
  begin(answer: IncomingMessage): void;
  data(chunk: Buffer): Promise<void>;
  end(): void;
  fail(error: Error): void;
}

function hearOlder(listener: OlderListener, over: AbortController): Heard {
  const pace = createPace();
  listener.onConnect((reason) => over.abort(reason));
  return {
    begin({ statusCode = 0, statusMessage = '', rawHeaders }) {
      if (!listener.onHeaders(statusCode, buffers(rawHeaders), pace.resume, statusMessage)) pace.pause();
    },
    async data(chunk) {
      await pace.wait();
      if (!listener.onData(chunk)) pace.pause();
    },
    end: () => listener.onComplete([]),
    fail: (error) => listener.onError(error),
  };
}

function hearNewer(listener: NewerListener, over: AbortController): Heard {
  const pace = createPace();
  let rawHeaders: readonly Buffer[] = [];
  const controller: Controller = {
    abort: (reason) => over.abort(reason),
    pause: pace.pause,
    resume: pace.resume,
    get aborted() {
      return over.signal.aborted;
    },
    get paused() {
      return pace.paused();
    },
    get reason() {
      return over.signal.aborted ? (over.signal.reason as Error) : null;
    },
    get rawHeaders() {
      return rawHeaders;
    },
    rawTrailers: [],
  };
  listener.onRequestStart(controller, {});
  return {
    begin({ statusCode = 0, statusMessage = '', headers, rawHeaders: raw }) {
      rawHeaders = buffers(raw);
      listener.onResponseStart(controller, statusCode, headers, statusMessage);
    },
    async data(chunk) {
      await pace.wait();
      listener.onResponseData(controller, chunk);
    },
    end: () => listener.onResponseEnd(controller, {}),
    fail: (error) => listener.onResponseError(controller, error),
  };
}

/** Holds up what follows while the reader is not ready for it. */
function createPace(): { pause: () => void; resume: () => void; paused: () => boolean; wait: () => Promise<void> } {
  let wake: (() => void) | undefined;
  let ready: Promise<void> | undefined;
  return {
    pause() {
      ready ??= new Promise((resolve) => (wake = resolve));
    },
    resume() {
      wake?.();
      ready = undefined;
    },
    paused: () => ready !== undefined,
    wait: async () => ready,
  };
}

function buffers(texts: readonly string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text, 'latin1'));
}
