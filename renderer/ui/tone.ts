/** Hertz; a fifth, upwards. */
const notes = [523.25, 783.99];
/** Seconds that a note lasts, and of its beginning and end, which would click without. */
const length = 0.16;
const edge = 0.02;
/** Of full loudness. */
const loudness = 0.06;

/** Plays two quiet notes, generated here. Answers nothing, and does nothing where the system has no sound. */
export function playTone(): void {
  const context = new AudioContext();
  notes.forEach((frequency, index) => {
    const from = context.currentTime + index * length;
    const until = from + length;
    const volume = context.createGain();
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(loudness, from + edge);
    volume.gain.setValueAtTime(loudness, until - edge);
    volume.gain.linearRampToValueAtTime(0, until);
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(volume).connect(context.destination);
    note.start(from);
    note.stop(until);
    if (index === notes.length - 1) note.onended = () => void context.close();
  });
}
