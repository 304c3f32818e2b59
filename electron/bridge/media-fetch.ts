import { lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type LookupFunction, isIP } from 'node:net';

import type { StorageError } from '../../shared/errors.ts';
import { type Result, err, ok } from '../../shared/result.ts';
import { isPublicAddress } from '../network/addresses.ts';
import type { Dialer } from '../network/dialer.ts';
import type { MediaKind } from '../pairing/media.ts';
import type { Clock } from '../pairing/ports.ts';
import { mostOf } from './media-limits.ts';
import type { MediaSpool, SpoolDraft, SpooledFile } from './media-spool.ts';

/** How long a file may take to arrive, redirects included, in ms. */
const fetchMs = 60_000;
const mostRedirects = 3;

/** Why a `mediaUrl` was not fetched. */
export type FetchFailure =
  /** It is not one that is followed: nothing was asked there. */
  | { readonly code: 'media-url-refused'; readonly why: 'scheme' | 'credentials' | 'address' | 'redirects' }
  /** The other end did not give a file. */
  | {
      readonly code: 'media-not-fetched';
      readonly why: 'unreachable' | 'status' | 'late' | 'cut' | 'empty' | 'encoded';
      readonly statusCode?: number;
    }
  | { readonly code: 'media-too-large' }
  | StorageError;

export interface FetchedMedia {
  readonly kind: MediaKind;
  readonly mimetype: string;
  readonly fileName?: string;
  readonly file: SpooledFile;
}

export interface MediaFetchOptions {
  readonly spool: MediaSpool;
  /** `host:port` of the backend: the one place that may be on this machine or a local network. */
  readonly backend: () => string | undefined;
  readonly dialer: Pick<Dialer, 'agent'>;
  readonly clock: Clock;
  /** Resolves names; the system's by default. */
  readonly lookup?: typeof systemLookup;
  /** Whether a resolved address may be connected to; by default those of the public internet. */
  readonly allows?: (address: string) => boolean;
}

export type MediaFetch = (url: string) => Promise<Result<FetchedMedia, FetchFailure>>;

/**
 * Fetches files by addresses that strangers may have chosen. Every address that a name resolves to is checked where the
 * socket asks for it, so that a name cannot resolve to one address for the check and to another for the connection; a
 * proxy is asked for the checked address, not for the name. Each redirect is checked again. Size and time are bounded while the file arrives.
 */
export function createMediaFetch(options: MediaFetchOptions): MediaFetch {
  const { spool, backend, dialer, clock, lookup = systemLookup, allows = isPublicAddress } = options;

  async function follow(from: URL, signal: AbortSignal): Promise<Result<Answer, FetchFailure>> {
    let url = from;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const refused = refusalOf(url);
      if (refused !== undefined) return err({ code: 'media-url-refused', why: refused });
      const isFree = hostOf(url) === backend();
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      // A socket resolves no name where there is none.
      if (!isFree && isIP(literal) !== 0 && !allows(literal)) return err({ code: 'media-url-refused', why: 'address' });
      const answer = await ask(url, dialer, signal, isFree ? undefined : guarded(lookup, allows));
      if (!answer.ok) return answer;
      const next = redirectOf(answer.value, url);
      if (next === undefined) return ok({ url, message: answer.value });
      answer.value.destroy();
      url = next;
    }
    return err({ code: 'media-url-refused', why: 'redirects' });
  }

  return async (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined) return err({ code: 'media-url-refused', why: 'scheme' });
    const late = new AbortController();
    const cancel = clock.after(fetchMs, () => late.abort());
    try {
      const answer = await follow(url, late.signal);
      return answer.ok ? await save(answer.value, spool, late.signal) : answer;
    } finally {
      cancel();
    }
  };
}

interface Answer {
  readonly url: URL;
  readonly message: IncomingMessage;
}

/** `host:port` of an address, as `backend` answers it. */
export function hostOf({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}

function refusalOf({ protocol, username, password }: URL): 'scheme' | 'credentials' | undefined {
  if (protocol !== 'http:' && protocol !== 'https:') return 'scheme';
  return username === '' && password === '' ? undefined : 'credentials';
}

class RefusedAddress extends Error {}

/** A lookup for a socket that fails where one of the addresses is refused. */
function guarded(lookup: typeof systemLookup, allows: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) {
        done(error, '', 0);
        return;
      }
      const [first] = found;
      if (first === undefined || !found.every(({ address }) => allows(address))) done(new RefusedAddress(), '', 0);
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

function ask(
  url: URL,
  dialer: Pick<Dialer, 'agent'>,
  signal: AbortSignal,
  lookup: LookupFunction | undefined,
): Promise<Result<IncomingMessage, FetchFailure>> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const agent = dialer.agent(url, 'media-urls');
    const options = { signal, agent, headers: { accept: '*/*', 'accept-encoding': 'identity' } };
    const asked = request(url, lookup === undefined ? options : { ...options, lookup });
    asked.on('response', (answer) => resolve(ok(answer)));
    asked.on('error', (error) => {
      if (error instanceof RefusedAddress) resolve(err({ code: 'media-url-refused', why: 'address' }));
      else resolve(err({ code: 'media-not-fetched', why: signal.aborted ? 'late' : 'unreachable' }));
    });
    asked.end();
  });
}

function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage, base: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return undefined;
  return URL.canParse(location, base.href) ? new URL(location, base) : undefined;
}

async function save(
  { url, message }: Answer,
  spool: MediaSpool,
  signal: AbortSignal,
): Promise<Result<FetchedMedia, FetchFailure>> {
  const { statusCode = 0, headers } = message;
  const mimetype = mimetypeOf(headers['content-type']);
  const kind = kindOf(mimetype);
  const refuse = (failure: FetchFailure): Result<never, FetchFailure> => {
    message.destroy();
    return err(failure);
  };
  if (statusCode !== 200) return refuse({ code: 'media-not-fetched', why: 'status', statusCode });
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    return refuse({ code: 'media-not-fetched', why: 'encoded' });
  }
  if (Number(headers['content-length'] ?? 0) > mostOf(kind)) return refuse({ code: 'media-too-large' });

  const draft = await spool.draft();
  if (!draft.ok) return refuse(draft.error);
  const failure = await copy(message, draft.value, mostOf(kind), signal);
  const finished = failure === undefined ? await draft.value.finish() : err(failure);
  if (!finished.ok) {
    await draft.value.discard();
    return refuse(finished.error);
  }
  if (finished.value.size === 0) {
    await finished.value.discard();
    return err({ code: 'media-not-fetched', why: 'empty' });
  }
  const fileName = fileNameOf(url);
  return ok({ kind, mimetype, file: finished.value, ...(fileName === undefined ? {} : { fileName }) });
}

async function copy(
  message: IncomingMessage,
  draft: SpoolDraft,
  most: number,
  signal: AbortSignal,
): Promise<FetchFailure | undefined> {
  let size = 0;
  try {
    for await (const chunk of message) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > most) return { code: 'media-too-large' };
      const written = await draft.write(bytes);
      if (!written.ok) return written.error;
    }
    return undefined;
  } catch {
    // The only thing that fails here is the connection: writes answer.
    return { code: 'media-not-fetched', why: signal.aborted ? 'late' : 'cut' };
  }
}

function mimetypeOf(contentType: string | undefined): string {
  const type = contentType?.trim().toLowerCase() ?? '';
  return /^[\w.+-]+\/[\w.+-]+ *(;[ -~]*)?$/.test(type) ? type.slice(0, 200) : 'application/octet-stream';
}

/** Pictures, videos and sound are shown as such, but drawings: no phone shows SVG. */
function kindOf(mimetype: string): MediaKind {
  const [family, type = ''] = mimetype.split(/[/;]/);
  if (family === 'image') return type.trim() === 'svg+xml' ? 'document' : 'image';
  return family === 'video' || family === 'audio' ? family : 'document';
}

/** The last part of a path, where it looks like a file's name. */
function fileNameOf({ pathname }: URL): string | undefined {
  const last = pathname.split('/').at(-1) ?? '';
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  return /^[^/\\\p{Cc}]{1,200}\.[A-Za-z0-9]{1,10}$/u.test(name) ? name : undefined;
}
