// One answer: asked, read as it comes, stopped.

const EVENTS = "usage,reasoning,tools,warning";

/** An error as the daemon tells it, before an answer or in place of one. */
class Refused extends Error {
  constructor(response, body) {
    super(body?.error?.message ?? `HTTP ${response.status} ${response.statusText}`);
    this.status = response.status;
    this.code = body?.error?.code ?? "http";
    this.retryAfter = response.headers.get("retry-after");
  }

  /** Whether another token could help. */
  get wantsToken() {
    return this.status === 401 || (this.status === 403 && kept("sessionStorage", KEPT) !== null);
  }

  get told() {
    return { status: this.status, code: this.code, message: this.message, retryAfter: this.retryAfter };
  }
}

async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  const token = kept("sessionStorage", KEPT);
  if (token) headers.set("authorization", `Bearer ${token}`);
  const response = await fetch(path, { ...options, headers, cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Refused(response, parsed(await response.text()));
  return response;
}

/** Asks for an answer and fills it; `changed` is called whenever something has come. */
async function answerTo(body, provider, answer, signal, changed) {
  const begun = performance.now();
  try {
    const query = new URLSearchParams({ events: EVENTS });
    if (provider) query.set("provider", provider);
    const response = await ask(`/chat?${query}`, {
      method: "POST", signal, body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    const id = await read(response.body, answer, changed);
    answer.ms = performance.now() - begun;
    return id;
  } catch (error) {
    answer.ms = null;
    if (signal.aborted) answer.stopped = true;
    else answer.error = error instanceof Refused ? error.told : unreachable(error);
    if (error instanceof Refused && error.wantsToken) throw error;
    return null;
  }
}

function unreachable(error) {
  return { code: "connection", message: `The connection to the daemon failed: ${error.message}` };
}

/** Reads the events to the end. Without `done` the answer was cut, whatever came. */
async function read(body, answer, changed) {
  for await (const event of events(body)) {
    if (event.type === "done") {
      answer.finish = event.finish_reason ?? answer.finish;
      return event.conversation_id ?? null;
    }
    take(event, answer);
    changed();
  }
  answer.error ??= { code: "connection", message: "The connection ended before the answer did." };
  return null;
}

/** Takes one event; those of unknown types are passed over. */
function take(event, answer) {
  switch (event.type) {
    case "token": answer.text += event.text; break;
    case "reasoning": answer.reasoning += event.text; break;
    case "tool_start": call(answer, event.id).name = event.name; break;
    case "tool_arguments": call(answer, event.id).arguments += event.text; break;
    case "tool_call":
      Object.assign(call(answer, event.id), { name: event.name, arguments: text(event.arguments), whole: true });
      break;
    case "warning": answer.warnings.push(text(event.message)); break;
    case "error": answer.error = { code: event.code, message: event.message, retryAfter: event.retry_after }; break;
    case "usage":
      Object.assign(answer, {
        usage: event.usage, cost: event.cost_micro_cents ?? null,
        finish: event.finish_reason ?? null,
        provider: event.provider ?? answer.provider, model: event.model ?? answer.model,
      });
      break;
  }
}

function call(answer, id) {
  let found = answer.calls.find((call) => call.id === id);
  if (!found) answer.calls.push((found = { id, name: "", arguments: "", whole: false }));
  return found;
}

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? "");
