import type { IncomingMessage } from 'node:http';

import { errorCodes } from 'fastify';
import { z } from 'zod';

import { type Problem, problem } from './define.ts';

/** Bytes of a body, unless a route says otherwise. */
export const longestBody = 64 * 1024;
/** A body that is too long is read up to here, in bytes, so that its sender gets to read the answer. */
const longestRead = 16 * 1024 * 1024;

/** A body that was refused while it was read. */
export class RefusedBody extends Error {
  readonly problem: Problem;
  constructor(refused: Problem) {
    super(refused.error);
    this.problem = refused;
  }
}

/**
 * What went wrong before a handler could run, or inside one. A fault of ours says nothing of itself: 500 without a message.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof RefusedBody) return error.problem;
  if (error instanceof z.ZodError) return problem(400, 'invalid_request', inOneLine(error));
  if (error instanceof errorCodes.FST_ERR_CTP_INVALID_JSON_BODY) {
    return problem(400, 'invalid_request', 'The body is not JSON.');
  }
  const statusCode =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  switch (statusCode) {
    case 413:
      return problem(413, 'payload_too_large', `A body has at most ${longestBody} bytes.`);
    case 415:
      return problem(415, 'unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
    case undefined:
      return problem(500, 'internal_error');
    default:
      return typeof statusCode === 'number' && statusCode < 500
        ? problem(400, 'invalid_request', 'The request could not be read.')
        : problem(500, 'internal_error');
  }
}

function inOneLine(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
}

/**
 * Resolves when the rest of a request's body has arrived, or 16 MiB of it, or its connection is gone. A client that is
 * still sending would see a reset connection instead of the answer. The server's time limit for requests bounds the wait.
 */
export function readToEnd(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let read = 0;
    const done = () => {
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    };
    const count = (chunk: Buffer) => {
      read += chunk.length;
      if (read >= longestRead) done();
    };
    if (request.complete || request.destroyed) done();
    else request.on('data', count).on('end', done).on('close', done).resume();
  });
}
