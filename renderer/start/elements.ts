/** Parts of a page that is drawn without a framework. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = '', name = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name !== '') made.className = name;
  return made;
}

export function button(
  label: string,
  options: { readonly look?: 'primary' | 'danger'; readonly press?: () => void } = {},
): HTMLButtonElement {
  const made = element('button', label);
  const { look, press } = options;
  // A button that does nothing else sends the form.
  made.type = press === undefined ? 'submit' : 'button';
  if (look !== undefined) made.dataset.look = look;
  if (press !== undefined) made.addEventListener('click', press);
  return made;
}

/** A field with its label, its hint, and a place for what is wrong with it. */
export interface Field {
  readonly whole: HTMLElement;
  readonly input: HTMLInputElement;
  /** Says what is wrong and goes there; nothing: nothing is. */
  readonly refuse: (problem: string | undefined) => void;
}

export function field(options: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly secret: boolean;
}): Field {
  const { id, label, hint, secret } = options;
  const whole = element('div', '', 'field');
  const name = element('label', label);
  name.htmlFor = id;
  const input = element('input');
  input.id = id;
  input.type = secret ? 'password' : 'text';
  // What is typed here is kept nowhere else.
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.dir = secret ? 'auto' : 'ltr';
  const note = element('p', hint ?? '', 'note');
  note.id = `${id}-note`;
  input.setAttribute('aria-describedby', note.id);
  note.setAttribute('role', 'status');
  whole.append(name, input, note);
  return {
    whole,
    input,
    refuse(problem) {
      note.textContent = problem ?? hint ?? '';
      note.toggleAttribute('data-problem', problem !== undefined);
      input.setAttribute('aria-invalid', String(problem !== undefined));
      if (problem !== undefined) input.focus();
    },
  };
}
