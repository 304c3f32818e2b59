import type { MediaKind } from '../pairing/media.ts';
import { problem } from './define.ts';

const mebibyte = 1024 * 1024;

/** What `/send` takes, in bytes: a body, a document, and a file of any other kind. */
export const limits = { body: 140 * mebibyte, document: 100 * mebibyte, other: 16 * mebibyte } as const;

export const tooLarge = problem(
  413,
  'payload_too_large',
  'A document has at most 100 MiB, any other file 16 MiB, and the whole body 140 MiB.',
);

export function mostOf(kind: MediaKind): number {
  return kind === 'document' ? limits.document : limits.other;
}
