import { createInterface } from 'node:readline';

/** Asks a person for a line: the question on `output`, which is not what a script reads. Nothing where the input ends. */
export async function askFor(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  output.write(question);
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}
