// What a screen reader hears: whole sentences of the answer, every few seconds and not every word.

const PAUSE_MS = 3000;

class Announcer {
  #node;
  #said = 0;
  #last = 0;

  constructor(node) {
    this.#node = node;
  }

  begin() {
    this.#said = 0;
    this.#last = performance.now();
  }

  /** Says the sentences that are whole by now, unless something was said just before. */
  hear(text) {
    const now = performance.now();
    if (now - this.#last < PAUSE_MS) return;
    const rest = text.slice(this.#said);
    const whole = rest.match(/^[^]*[.!?:;\n](?=\s|$)/);
    if (!whole) return;
    this.#said += whole[0].length;
    this.#last = now;
    this.say(whole[0]);
  }

  /** Says what is left of the answer, and how it ended. */
  end(text, how) {
    this.say(`${text.slice(this.#said)} ${how}`);
    this.#said = text.length;
  }

  say(text) {
    this.#node.replaceChildren(text.trim());
  }
}
