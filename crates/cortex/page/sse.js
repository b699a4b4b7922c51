"use strict";

// Server-Sent Events out of a body, by the rules of the HTML standard: lines end with LF, CR or
// CRLF, wherever a chunk is cut; several data lines are one event; comments and other fields are
// passed over; an event without its blank line at the end was cut and is none.

class EventCutter {
  #line = "";
  #data = [];
  #afterCr = false;

  /** The data of each event that these characters complete. */
  *push(text) {
    if (text === "") return;
    if (this.#afterCr && text.startsWith("\n")) text = text.slice(1);
    this.#afterCr = text.endsWith("\r");
    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop();
    for (const line of lines) {
      const event = this.#take(line);
      if (event !== null) yield event;
    }
  }

  #take(line) {
    if (line === "") {
      const data = this.#data;
      this.#data = [];
      return data.length > 0 ? data.join("\n") : null;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field === "data") {
      const value = colon < 0 ? "" : line.slice(colon + 1);
      this.#data.push(value.startsWith(" ") ? value.slice(1) : value);
    }
    return null;
  }
}

/** The events of a body, each parsed as JSON; what is no JSON object is passed over. */
async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cutter = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
      for (const data of cutter.push(text)) {
        const event = parsed(data);
        if (event !== null && typeof event === "object") yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
