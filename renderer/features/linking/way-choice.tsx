import type { LinkingState } from '../../../shared/linking.ts';
import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { Segmented } from '../../ui/segmented.tsx';

const choices = {
  one: { way: 'one', tiles: 4 },
  '4': { way: 'wall', tiles: 4 },
  '6': { way: 'wall', tiles: 6 },
  '9': { way: 'wall', tiles: 9 },
  'any-phone': { way: 'any-phone', tiles: 4 },
} as const;
type Choice = keyof typeof choices;
const names: readonly Choice[] = ['one', '4', '6', '9', 'any-phone'];

/** One code, a wall of them, or one for every phone. */
export function WayChoice({ linking: { way, tiles } }: { readonly linking: LinkingState }) {
  const text = useText();
  const { linking } = useConsole();
  return (
    <Segmented<Choice>
      label={text('wall.way')}
      value={way === 'wall' ? `${tiles}` : way}
      options={names.map((value) => ({ value, label: text(`wall.way.${value}`) }))}
      onChange={(value) => void linking.setWay(choices[value])}
    />
  );
}
