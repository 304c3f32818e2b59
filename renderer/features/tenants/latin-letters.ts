/**
 * Latin letters for Hebrew, Arabic and Cyrillic ones. Enough for an id that staff recognise and may change: a package that
 * covers every script would weigh a hundred times as much, and none knows the vowels that Hebrew and Arabic leave out
 * either.
 */
const pairs =
  'אa בb גg דd הh וo זz חh טt יi כk ךk לl מm םm נn ןn סs עa פp ףf צts ץts קk רr שsh תt ' +
  'اa أa إi آa ءـ بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وu ؤu يi ئi ىa ةa ' +
  'аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъـ ыy ьـ эe юyu яya іi їi єe ґg';

const letters = new Map(
  pairs.split(' ').map((pair) => {
    const [letter = ''] = pair;
    return [letter, pair.slice(letter.length).replace('ـ', '')] as const;
  }),
);

/** At a word's beginning or end, where a letter is a consonant or no longer one. */
const atEdges: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})או/gu, 'o'],
  [/(?<!\p{L})אי/gu, 'i'],
  [/(?<!\p{L})ו/gu, 'v'],
  [/(?<!\p{L})[יي]/gu, 'y'],
  [/(?<!\p{L})و/gu, 'w'],
  [/ה(?!\p{L})/gu, 'a'],
];

/** The text with its Hebrew, Arabic and Cyrillic letters as Latin ones, lower case; what is of another script stays. */
export function latinLetters(text: string): string {
  // Points and vowel signs go; й and ё are letters and stay whole.
  const plain = text.normalize('NFC').replace(/\p{M}/gu, '').toLowerCase();
  const edged = atEdges.reduce((words, [pattern, latin]) => words.replace(pattern, latin), plain);
  const digits = edged.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
  return Array.from(digits, (letter) => letters.get(letter) ?? letter).join('');
}
