import { Circle, RotateCcw } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';

import { exercises } from '../../../shared/exercises.ts';
import type { PracticeState } from '../../../shared/practice.ts';
import { useText } from '../../i18n/use-text.ts';
import { usePreferences, useServices } from '../../state/services.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { DrawnTick } from '../../ui/drawn-tick.tsx';
import styles from './exercise-list.module.css';
import { lookAt, type Seen } from './exercise-progress.ts';

/** Ticks what is being done, by what changes in the sessions and on the phone. Kept with the preferences of this workstation. */
function useTicks({ lastScan }: Pick<PracticeState, 'lastScan'>): void {
  const { store, preferences } = useServices();
  const seen = useRef<Seen>(undefined);
  const look = useEffectEvent(() => {
    const sessions = store.roster().flatMap(({ id }) => store.tenant(id) ?? []);
    const look = lookAt(sessions, lastScan, seen.current);
    seen.current = look.seen;
    const known = preferences.read().exercises;
    const fresh = look.done.filter((exercise) => !known.includes(exercise));
    if (fresh.length > 0) void preferences.set({ exercises: [...known, ...fresh] });
  });
  useEffect(() => store.subscribe(() => look()), [store]);
  useEffect(() => look(), [lastScan]);
}

/** Six exercises with a tick each. The first that is open says how it is done. */
export function ExerciseList({ state }: { readonly state: PracticeState }) {
  const text = useText();
  const { preferences } = useServices();
  const { exercises: done } = usePreferences();
  useTicks(state);
  const next = exercises.find((exercise) => !done.includes(exercise));
  const progress = text('exercise.progress', { done: done.length, total: exercises.length });
  return (
    <section className={styles.exercises} aria-labelledby="exercises-title">
      <header className={styles.head}>
        <h2 id="exercises-title">{text('exercise.title')}</h2>
        <span className={styles.quiet}>{progress}</span>
      </header>
      <ol className={styles.list}>
        {exercises.map((exercise) => {
          const ticked = done.includes(exercise);
          return (
            <li
              key={exercise}
              className={styles.item}
              data-state={ticked ? 'done' : exercise === next ? 'next' : 'open'}
            >
              {ticked ? <DrawnTick size={18} /> : <Circle size={18} strokeWidth={1.8} aria-hidden />}
              <div>
                <p className={styles.name}>
                  {text(`exercise.${exercise}`)}
                  {ticked && <span className={styles.heard}> {text('exercise.done')}</span>}
                </p>
                {exercise === next && <p className={styles.quiet}>{text(`exercise.${exercise}.how`)}</p>}
              </div>
            </li>
          );
        })}
      </ol>
      {next === undefined && <p className={styles.all}>{text('exercise.all')}</p>}
      {done.length > 0 && (
        <Button look="quiet" onPress={() => void preferences.set({ exercises: [] })}>
          <RotateCcw size={15} aria-hidden />
          {text('exercise.reset')}
        </Button>
      )}
      <Announce>{done.length === 0 ? '' : progress}</Announce>
    </section>
  );
}
