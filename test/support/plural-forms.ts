/** The categories that each plural of an ICU message has a form for; exact ones such as `=0` are not among them. */
export function pluralForms(message: string): string[][] {
  return [...message.matchAll(/\{\w+, plural, /g)].map(({ index, 0: opening }) => {
    const forms: string[] = [];
    let depth = 0;
    let word = '';
    for (const letter of message.slice(index + opening.length)) {
      if (letter === '{') {
        if (depth === 0) forms.push(word.trim());
        depth += 1;
      } else if (letter === '}') {
        depth -= 1;
        if (depth < 0) break;
        word = '';
      } else if (depth === 0) {
        word += letter;
      }
    }
    return forms.filter((form) => !form.startsWith('='));
  });
}
