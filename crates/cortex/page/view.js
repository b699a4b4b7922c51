// How turns look. Text of others goes into text nodes alone, so that it is never read as markup.

const $ = (id) => document.getElementById(id);

/** An element with a class and children; strings become text nodes. */
function el(tag, name, ...children) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children);
  return node;
}

/** Sets a text that mostly grows; what stands there already is left alone, and so is a selection. */
function grow(node, text) {
  let shown = node.firstChild;
  if (!shown) node.append((shown = document.createTextNode("")));
  if (text.startsWith(shown.data)) shown.appendData(text.slice(shown.data.length));
  else shown.data = text;
}

const count = (number) => number.toLocaleString("en-US");

/** Micro-cents as dollars, to two digits that say something. */
function dollars(microCents) {
  const value = microCents / 1e8;
  const digits = value === 0 || value >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(value)));
  return `$${value.toFixed(Math.max(2, digits))}`;
}

/** Where a text is JSON, the same with line breaks. */
function pretty(json) {
  const value = parsed(json);
  return value === null ? json : JSON.stringify(value, null, 2);
}

/** A turn on the page. `update` shows what its answer holds by now. */
class TurnView {
  #turn;
  #calls = [];
  #retry;

  constructor(turn, retry) {
    this.#turn = turn;
    this.#retry = retry;
    this.question = el("article", "turn you", el("h2", "unseen", "You"), el("p", "text", turn.question));
    this.name = el("span", "name");
    this.model = el("span", "model");
    this.thought = el("div", "text thought");
    this.summary = el("summary", "", "Reasoning");
    this.reasoning = el("details", "fold", this.summary, this.thought);
    this.text = el("div", "text");
    this.calls = el("div", "calls");
    this.notes = el("div", "notes");
    this.facts = el("ul", "facts");
    this.answer = el("article", "turn answer", el("h2", "who", this.name, " ", this.model),
      this.reasoning, this.text, this.calls, this.notes, this.facts);
  }

  update(live) {
    const { answer } = this.#turn;
    this.answer.classList.toggle("live", live);
    this.answer.setAttribute("aria-busy", String(live));
    grow(this.name, answer.provider);
    grow(this.model, answer.model ?? "");
    this.reasoning.hidden = answer.reasoning === "";
    this.summary.classList.toggle("busy", live && answer.text === "");
    grow(this.thought, answer.reasoning);
    grow(this.text, answer.text);
    answer.calls.forEach((call, index) => this.#call(call, index));
    if (!live) this.#end(answer);
  }

  #call(call, index) {
    let shown = this.#calls[index];
    if (!shown) {
      shown = { name: el("code", ""), arguments: el("pre", "") };
      this.#calls[index] = shown;
      const summary = el("summary", "", "Calls ", shown.name);
      const fold = el("details", "fold tool", summary, shown.arguments);
      fold.open = true;
      shown.arguments.tabIndex = 0;
      this.calls.append(fold);
    }
    grow(shown.name, call.name);
    grow(shown.arguments, call.whole ? pretty(call.arguments) : call.arguments);
  }

  #end(answer) {
    const notes = answer.warnings.map((warning) => el("p", "warning", warning));
    if (answer.stopped) notes.push(el("p", "warning", "Stopped before the end."));
    if (answer.error) notes.push(this.#error(answer.error));
    this.notes.replaceChildren(...notes);
    this.facts.replaceChildren(...facts(answer).map((fact) => el("li", fact.kind ?? "", fact.text)));
    this.facts.hidden = this.facts.childElementCount === 0;
  }

  #error({ status, code, message, retryAfter }) {
    const head = el("p", "code", el("code", "", code ?? "error"));
    if (status) head.append(` HTTP ${status}`);
    if (retryAfter) head.append(`, retry after ${retryAfter} s`);
    const retry = el("button", "quiet", "Try again");
    retry.type = "button";
    retry.addEventListener("click", () => this.#retry(this.#turn));
    return el("div", "error", head, el("p", "text", message), retry);
  }
}

/** What is known of an answer that has ended. */
function facts({ usage, cost, finish, ms }) {
  const facts = [];
  if (finish && finish !== "error") facts.push({ text: `finish: ${finish}`, kind: ["stop", "tool_use"].includes(finish) ? "" : "odd" });
  if (usage) {
    const part = (number, name) => (number == null ? [] : [`${count(number)} ${name}`]);
    const cached = part(usage.cache_read || null, "of it cached");
    const reasoned = part(usage.reasoning || null, "of it reasoning");
    facts.push(...[part(usage.input, "tokens in"), part(usage.output, "out")]
      .map((words, index) => [...words, ...(index === 0 ? cached : reasoned)].join(", "))
      .filter((text) => text !== "").map((text) => ({ text })));
    facts.push({ text: cost == null ? "cost unknown" : dollars(cost) });
  }
  if (ms != null) facts.push({ text: `${(ms / 1000).toFixed(1)} s` });
  return facts;
}
