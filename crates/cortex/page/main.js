// The page itself: what is chosen, what is said, and who presses what.

const announcer = new Announcer($("said"));
const views = new Map();
let { choice, ...talk } = restore();
let cleared = null;
let rows = [];
let running = null;
let due = false;

const KEPT_FIELDS = ["model", "system", "reasoning", "max-tokens", "temperature"];

/** The provider that is chosen, and the model: a name of one's own, else the provider's. */
function chosen() {
  const row = rows.find((row) => row.name === $("provider").value);
  return { row, name: $("provider").value, model: $("model").value.trim() };
}

function save() {
  choice.provider = $("provider").value || choice.provider;
  for (const id of KEPT_FIELDS) choice[id] = $(id).value;
  keep("localStorage", KEPT, JSON.stringify({ ...talk, choice }));
}

/** Shows everything that does not stream. */
function show() {
  const { row, name, model } = chosen();
  $("model").placeholder = row?.model ?? "model";
  $("empty").hidden = talk.turns.length > 0;
  $("undo").hidden = cleared === null;
  $("who").textContent = !row ? "" : row.ready
    ? `${name} will answer, with ${model || row.model}${price(row, model)}.`
    : `${name} is not ready: ${row.reason}`;
  $("again").disabled = talk.turns.length === 0;
  $("send").hidden = running !== null;
  $("stop").hidden = running === null;
  $("sum").textContent = sum();
}

function price({ input_cents_per_mtok: input, output_cents_per_mtok: output }, model) {
  if (model || input == null || output == null) return "";
  return `, at $${(input / 100).toFixed(2)} in and $${(output / 100).toFixed(2)} out per million tokens`;
}

/** What the conversation has cost, as far as that is known. */
function sum() {
  const answers = talk.turns.map(({ answer }) => answer).filter(({ usage }) => usage);
  if (answers.length === 0) return "";
  const tokens = answers.reduce((sum, { usage }) => sum + (usage.input ?? 0) + (usage.output ?? 0), 0);
  const known = answers.filter(({ cost }) => cost != null);
  const cost = known.reduce((sum, { cost }) => sum + cost, 0);
  const more = known.length < answers.length ? " and what is not known" : "";
  return `So far ${count(tokens)} tokens, ${dollars(cost)}${more}`;
}

/** A turn's place on the page. */
function view(turn) {
  if (!views.has(turn)) {
    const made = new TurnView(turn, retry);
    views.set(turn, made);
    $("log").append(made.question, made.answer);
    made.update(turn === running?.turn);
  }
  return views.get(turn);
}

function isAtEnd() {
  const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
  return scrollHeight - scrollTop - clientHeight < 80;
}

function toEnd() {
  window.scrollTo(0, document.documentElement.scrollHeight);
}

/** Draws the running answer once a frame, and follows it unless the reader has scrolled away. */
function draw() {
  if (due || !running) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    if (!running) return;
    const follow = isAtEnd();
    view(running.turn).update(true);
    announcer.hear(running.turn.answer.text);
    if (follow) toEnd();
  });
}

function body(question, before) {
  const said = { message: question, history: history(before) };
  const number = (id) => ($(id).value === "" ? undefined : Number($(id).value));
  const system = $("system").value.trim();
  return {
    ...said,
    system: system || undefined,
    conversation_id: talk.id ?? undefined,
    reasoning: $("reasoning").value || undefined,
    max_tokens: number("max-tokens"),
    temperature: number("temperature"),
  };
}

async function send(question) {
  const { row, name, model } = chosen();
  const turn = { question, answer: blank(name, model || row?.model || "") };
  const sent = body(question, talk.turns);
  const stop = new AbortController();
  talk.turns.push(turn);
  cleared = null;
  running = { turn, stop };
  announcer.begin();
  view(turn);
  show();
  toEnd();
  save();
  let refused = null;
  try {
    const id = await answerTo(sent, model ? `${name}/${model}` : name, turn.answer, stop.signal, draw);
    if (talk.turns.includes(turn)) talk.id = id ?? talk.id;
  } catch (error) {
    refused = error;
  }
  ended(turn);
  if (refused) askToken(refused.message);
}

function ended(turn) {
  running = null;
  const { answer } = turn;
  const follow = isAtEnd();
  show();
  if (!talk.turns.includes(turn)) return;
  view(turn).update(false);
  save();
  if (follow) toEnd();
  const error = answer.error && `Error ${answer.error.code ?? ""}: ${answer.error.message}`;
  announcer.end(answer.text, error || (answer.stopped ? "Stopped." : "The answer is complete."));
}

function retry(turn) {
  if (running) return;
  forget(turn);
  send(turn.question);
  $("message").focus();
}

function forget(turn) {
  talk.turns = talk.turns.filter((other) => other !== turn);
  views.get(turn)?.question.remove();
  views.get(turn)?.answer.remove();
  views.delete(turn);
}

function startAgain() {
  running?.stop.abort();
  cleared = talk;
  talk = fresh();
  redraw();
  announcer.say("The conversation is cleared.");
}

function redraw() {
  views.clear();
  $("log").replaceChildren();
  talk.turns.forEach(view);
  show();
  save();
  $("message").focus();
}
