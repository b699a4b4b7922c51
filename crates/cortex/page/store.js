// What the browser keeps: the conversation and the choices until they are cleared, the token until
// the tab is closed. A browser that keeps nothing is no error: the page then forgets at a reload.

const KEPT = "kei-cortex";

function kept(storage, name) {
  try {
    return window[storage].getItem(name);
  } catch {
    return null;
  }
}

function keep(storage, name, value) {
  try {
    if (value === "") window[storage].removeItem(name);
    else window[storage].setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

/** A conversation without a turn. */
function fresh() {
  return { id: null, turns: [] };
}

/** What was kept, as far as it has the form that this page gives it. */
function restore() {
  const found = parsed(kept("localStorage", KEPT) ?? "") ?? {};
  const turns = Array.isArray(found.turns) ? found.turns.filter(isTurn) : [];
  for (const { answer } of turns) {
    // The page was left in the middle of this one.
    if (!answer.finish && !answer.error) answer.stopped = true;
  }
  const choice = typeof found.choice === "object" && found.choice !== null ? found.choice : {};
  return { id: typeof found.id === "string" ? found.id : null, turns, choice };
}

function isTurn(turn) {
  const answer = turn?.answer;
  const lists = Array.isArray(answer?.calls) && Array.isArray(answer?.warnings);
  return typeof turn?.question === "string" && lists
    && typeof answer.text === "string" && typeof answer.reasoning === "string";
}

/** An answer of which nothing has come. */
function blank(provider, model) {
  return {
    provider, model, text: "", reasoning: "", calls: [], warnings: [],
    usage: null, cost: null, finish: null, error: null, stopped: false, ms: null,
  };
}

/** What was said so far, as the daemon reads it. A turn without an answer was not said. */
function history(turns) {
  const said = turns.filter(({ answer }) => answer.text !== "");
  return said.flatMap(({ question, answer }) => [
    { role: "user", content: question },
    { role: "assistant", content: answer.text },
  ]);
}
