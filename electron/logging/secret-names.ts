/**
 * Field names whose values are secret whatever they look like: credentials, and what belongs to contacts (their names,
 * texts, files and places). `code` is not one of them: errors have codes.
 */
const exact = [
  ...['qr', 'ref', 'jid', 'lid', 'pn', 'me', 'number', 'phone', 'pairing_?code', 'adv', 'nonce', 'noise', 'signature'],
  ...['private', 'public', 'registration_?id', 'routing_?info', 'challenge', 'assertion', 'raw_?id', 'user_?handle'],
  ...['client_?data_?json', 'authenticator_?data'],
  ...['notify', 'name', '(?:push|verified|display|full|first|last|short|file|option)_?name', 'vname', 'v_?card'],
  ...['subject', 'title', 'description', 'desc', 'comment', 'address', 'status_?text', 'about'],
  ...[
    'conversation',
    'caption',
    'text',
    'body',
    'content',
    '(?:content|footer|selected|display|matched)_?text',
    'quoted',
  ],
];
const part = 'authorization|cookie|secret|token|passw|passphrase|credential|key(?:s|pair|data|bundle)?$';

const secretName = new RegExp(`${part}|^(?:${exact.join('|')})$`, 'i');

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** The names above that mean a contact's data, for running text in which a field stands with its value. */
export const namesOfContactData = [
  ...['notify', '(?:push|verified|display|full|first|last|short|file|option)_?name', 'vname', 'v_?card', 'subject'],
  ...['conversation', 'caption', 'text', 'body', '(?:content|footer|selected|display|matched)_?text'],
].join('|');
