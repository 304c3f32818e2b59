const sides = ['top', 'right', 'bottom', 'left'];
const physical = [
  ...sides,
  ...sides.flatMap((side) => [`margin-${side}`, `padding-${side}`, `scroll-margin-${side}`, `scroll-padding-${side}`]),
  ...sides.flatMap((side) => ['', '-width', '-style', '-color'].map((part) => `border-${side}${part}`)),
  '/^border-(top|bottom)-(left|right)-radius$/',
  '/^(min-|max-)?(width|height)$/',
  '/^overflow-[xy]$/',
];

/** Logical CSS only, because the window is also right-to-left; colours and fonts only from the tokens. */
export default {
  extends: ['stylelint-config-standard'],
  rules: {
    // rows and columns of a grid are easier to read apart
    'declaration-block-no-redundant-longhand-properties': null,
    'property-disallowed-list': [
      physical,
      { message: (property) => `Use the logical property for "${property}": the window is also right-to-left` },
    ],
    'declaration-property-value-disallowed-list': {
      '/^(text-align|float|clear|caption-side)$/': ['left', 'right'],
      resize: ['horizontal', 'vertical'],
    },
    'color-named': 'never',
    'color-no-hex': true,
    'function-disallowed-list': ['rgb', 'rgba', 'hsl', 'hsla', 'oklch', 'lab'],
    'import-notation': 'string',
    'color-hex-length': null,
    'custom-property-empty-line-before': null,
    'comment-empty-line-before': null,
    // one class per part, in the camel case that the components use
    'selector-class-pattern': '^[a-z][a-zA-Z0-9]*$',
  },
  overrides: [
    {
      files: ['renderer/styles/tokens.css'],
      rules: { 'color-no-hex': null, 'function-disallowed-list': null },
    },
  ],
};
