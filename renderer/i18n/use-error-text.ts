import { useCallback } from 'react';

import type { CommandError } from '../../shared/errors.ts';
import { isolateLtr } from './isolate.ts';
import { useText, type TextValues } from './use-text.ts';

function valuesOf(error: CommandError): TextValues {
  if ('folder' in error) return { folder: isolateLtr(error.folder) };
  if ('id' in error) return { id: isolateLtr(error.id) };
  return {};
}

/** Why a command was not carried out, in words. */
export function useErrorText(): (error: CommandError) => string {
  const text = useText();
  return useCallback((error) => text(`error.${error.code}`, valuesOf(error)), [text]);
}
