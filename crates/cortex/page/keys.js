// Buttons, keys, fields, and the first questions to the daemon.

function submit() {
  const field = $("message");
  const question = field.value;
  if (running || question.trim() === "") return;
  field.value = "";
  send(question);
}

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  $("message").focus();
});

$("message").addEventListener("keydown", (event) => {
  // A key that belongs to an input method is not ours.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || $("ask").open) return;
  if (running) running.stop.abort();
  else if (!$("panel").hidden) fold(true);
});

$("stop").addEventListener("click", () => {
  running?.stop.abort();
  $("message").focus();
});

$("again").addEventListener("click", startAgain);

$("undo").addEventListener("click", () => {
  talk = cleared ?? talk;
  cleared = null;
  redraw();
  toEnd();
});

function fold(closed) {
  $("panel").hidden = closed;
  $("options").setAttribute("aria-expanded", String(!closed));
  $(closed ? "options" : "system").focus();
}

$("options").addEventListener("click", () => fold(!$("panel").hidden));

$("provider").addEventListener("change", () => {
  // A model's name is one vendor's.
  $("model").value = "";
  show();
  save();
});

for (const id of KEPT_FIELDS) {
  $(id).addEventListener("input", () => {
    show();
    save();
  });
}

function askToken(why) {
  $("ask-why").textContent = why;
  $("token").value = "";
  if (!$("ask").open) $("ask").showModal();
  $("token").focus();
}

$("ask-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keep("sessionStorage", KEPT, $("token").value.trim());
  $("ask").close();
  load();
});

$("ask-cancel").addEventListener("click", () => $("ask").close());
$("ask").addEventListener("close", () => $("message").focus());

/** Who could answer. Until that is known, the daemon's own default would. */
async function load() {
  try {
    rows = await (await ask("/providers")).json();
  } catch (error) {
    if (error instanceof Refused && error.wantsToken) return askToken(error.message);
    $("who").textContent = error instanceof Refused ? error.message : unreachable(error).message;
    return;
  }
  const options = rows.map(({ name, ready }) => {
    const option = el("option", "", ready ? name : `${name} (not ready)`);
    option.value = name;
    return option;
  });
  $("provider").replaceChildren(...options);
  $("provider").disabled = rows.length === 0;
  const wanted = [choice.provider, rows.find((row) => row.default)?.name];
  const known = wanted.find((name) => rows.some((row) => row.name === name));
  if (known) $("provider").value = known;
  show();
}

for (const id of KEPT_FIELDS) {
  if (typeof choice[id] === "string") $(id).value = choice[id];
}
// The browser would end the running answer with an error of the network.
addEventListener("pagehide", () => {
  running?.stop.abort();
  save();
});
talk.turns.forEach(view);
show();
toEnd();
load();
