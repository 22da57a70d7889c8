// A short tone of two notes, made here. Browsers let a page sound only once somebody has pressed something on it.

const NOTES = [[660, 0], [880, 0.14]]; // Hz, seconds from the beginning
const NOTE_SECONDS = 0.22;
const APART_MS = 8_000; // ms between two tones, at least

export class Sound {
  #context = null;
  #played = -Infinity; // ms of the page's clock

  /** True where the browser can make a sound. */
  static possible = () => "AudioContext" in globalThis;

  /** Be ready to sound. It has an effect only while somebody presses something. */
  unlock() {
    if (!Sound.possible()) return;
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  /** Sound at this time, unless it has just sounded, or may not. Return whether it did. */
  play(at) {
    if (this.#context?.state !== "running" || at - this.#played < APART_MS) return false;
    this.#played = at;
    this.sound();
    return true;
  }

  /** Sound now. */
  sound() {
    for (const [pitch, after] of NOTES) this.#note(pitch, this.#context.currentTime + after);
  }

  #note(pitch, begin) {
    const [tone, loudness] = [this.#context.createOscillator(), this.#context.createGain()];
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(0.2, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS);
    tone.connect(loudness).connect(this.#context.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_SECONDS);
  }
}
