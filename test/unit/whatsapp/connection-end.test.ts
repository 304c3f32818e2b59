import { expect, it } from 'vitest';

import { connectionEnd } from '../../../electron/whatsapp/connection-end.ts';

/** An error as the client library gives it for `<failure>`. */
function failure(attributes: Record<string, string>): Error {
  const statusCode = Number(attributes.reason);
  return Object.assign(new Error('Connection Failure'), { output: { statusCode }, data: attributes });
}
const redact = (text: string) => text.replaceAll(/\d{6,}/g, '…');

it('keeps the words that WhatsApp has for the person, without numbers', () => {
  const error = failure({
    reason: '403',
    logout_message_header: 'Tu cuenta está en revisión',
    logout_message_subtext: 'El número 972501234567 no puede usar WhatsApp.',
    message: 'Account locked',
    url: 'https://www.whatsapp.com/legal',
    appeal_token: 'secret',
  });
  expect(connectionEnd(error, redact)).toMatchObject({
    by: 'library',
    statusCode: 403,
    said: {
      title: 'Tu cuenta está en revisión',
      text: 'El número … no puede usar WhatsApp.',
      url: 'https://www.whatsapp.com/legal',
    },
  });
  expect(JSON.stringify(connectionEnd(error, redact))).not.toMatch(/secret|972501234567/);
});

it.each(['http://whatsapp.com', 'javascript:alert(1)', 'no address', `https://whatsapp.com/${'a'.repeat(600)}`])(
  'does not keep %s as an address',
  (url) => {
    expect(connectionEnd(failure({ reason: '403', url }), redact)).not.toHaveProperty('said');
  },
);

it('takes the message where there is no subtext, and cuts what is too long', () => {
  const { said } = connectionEnd(failure({ reason: '402', message: 'a'.repeat(2_000), expire: '60' }), redact);
  expect(said?.text).toHaveLength(1_000);
});

it('does not call an error of the system the words of WhatsApp', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const error = Object.assign(new Error('WebSocket Error'), { output: { statusCode: 408 }, data: refused });
  const end = connectionEnd(error, redact);
  expect(end).toMatchObject({ systemCode: 'ECONNREFUSED' });
  expect(end).not.toHaveProperty('said');
});
