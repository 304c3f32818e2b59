import { useCallback } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import { isolate, isolateLtr } from './isolate.ts';
import { useMoments, type Moments } from './use-moments.ts';
import { useText, type TextValues } from './use-text.ts';

function valuesOf(error: CommandError, moments: Moments): TextValues {
  if ('until' in error) return { time: isolate(moments.short(error.until)) };
  if ('statusCode' in error) return { code: isolateLtr(String(error.statusCode)) };
  if ('place' in error) return { folder: isolateLtr(error.place) };
  if ('folder' in error) return { folder: isolateLtr(error.folder) };
  if ('id' in error) return { id: isolateLtr(error.id) };
  return {};
}

/** Why a command was not carried out, in words. */
export function useErrorText(): (error: CommandError) => string {
  const text = useText();
  const moments = useMoments();
  return useCallback((error) => text(`error.${error.code}`, valuesOf(error, moments)), [text, moments]);
}
