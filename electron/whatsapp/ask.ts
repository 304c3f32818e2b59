import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

import { type Result, err, ok } from '../../shared/result.ts';
import type { Refusal } from '../pairing/ports.ts';

/** How long the server gets for its answer, in ms. */
const answerMs = 20_000;

/** Asks the server about a companion that is being linked (`xmlns="md"`) and waits for its answer. */
export async function ask(
  socket: WASocket,
  type: 'get' | 'set',
  content: BinaryNode,
): Promise<Result<BinaryNode, Refusal>> {
  const question = { tag: 'iq', attrs: { to: '@s.whatsapp.net', type, xmlns: 'md' }, content: [content] };
  try {
    const answer: unknown = await socket.query(question, answerMs);
    return answer === undefined ? err({}) : ok(answer as BinaryNode);
  } catch (error) {
    // The library throws an `<error code>` with the code as its data, and anything else when the connection ends.
    const code = error instanceof Error && 'data' in error ? error.data : undefined;
    return err(typeof code === 'number' ? { statusCode: code } : {});
  }
}
