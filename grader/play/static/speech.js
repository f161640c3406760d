// What a screen reader is told: at a pause at once, while it trains every few seconds at most.

const PAUSE = 8000; // milliseconds

export class Speech {
  constructor(place) {
    this.place = place;
    this.last = 0;
  }

  say(words) {
    this.last = performance.now();
    this.place.textContent = words;
  }

  /** Says something that may as well be left out. */
  mention(words) {
    if (performance.now() - this.last > PAUSE) this.say(words);
  }
}
