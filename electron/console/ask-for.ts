import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';

/**
 * Asks a person for a line: the question on `output`, which is not what a script reads. Nothing where the input ends. `hidden`: a
 * terminal does not show what is typed.
 */
export async function askFor(
  question: string,
  input: NodeJS.ReadableStream & Pick<Partial<ReadStream>, 'isTTY'>,
  output: NodeJS.WritableStream,
  { hidden = false }: { readonly hidden?: boolean } = {},
): Promise<string> {
  output.write(question);
  // Without an output, such an interface reads key by key and writes nothing.
  const terminal = hidden && input.isTTY === true;
  const lines = createInterface({ input, terminal });
  for await (const line of lines) {
    lines.close();
    if (terminal) output.write('\n');
    return line;
  }
  return '';
}
