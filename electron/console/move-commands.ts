/** The commands of the service that move tenants, or make them safe. */
export const moveCommands = ['move-in', 'move-out', 'after-restore'] as const;
export type MoveCommand = (typeof moveCommands)[number];

export function isMoveCommand(command: string | undefined): command is MoveCommand {
  return moveCommands.some((each) => each === command);
}
