import { useCallback } from 'react';
import { useIntl } from 'react-intl';

import type { MessageKey } from '../../shared/i18n/catalogue.ts';

export type TextValues = Readonly<Record<string, string | number>>;
/** The text for a key in the language of the moment, with its placeholders filled in. */
export type Text = (key: MessageKey, values?: TextValues) => string;

export function useText(): Text {
  const { formatMessage } = useIntl();
  return useCallback((key, values) => formatMessage({ id: key }, values), [formatMessage]);
}
