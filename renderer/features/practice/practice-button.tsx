import { GraduationCap } from 'lucide-react';

import { useText } from '../../i18n/use-text.ts';
import { useConsole } from '../../state/services.ts';
import { useCommand } from '../../state/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';

interface PracticeButtonProps {
  readonly label: 'welcome.practise' | 'practice.name';
  readonly look: 'plain' | 'quiet';
}

/** Opens the practice window, or brings it to the front. */
export function PracticeButton({ label, look }: PracticeButtonProps) {
  const text = useText();
  const { practice } = useConsole();
  const command = useCommand();
  return (
    <>
      <Button look={look} isPending={command.state.kind === 'running'} onPress={() => void command.run(practice.open)}>
        <GraduationCap size={17} aria-hidden />
        {text(label)}
      </Button>
      {command.state.kind === 'failed' && <ErrorLine error={command.state.error} />}
    </>
  );
}
