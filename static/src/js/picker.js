// A picker: an input that searches the register while one types. What is chosen goes into the hidden id beside it.

const REGISTERS = {
  staff: { address: "/register/staff", nobody: "Nobody found: check the spelling" },
  team: { address: "/register/teams", nobody: "No team found: check the spelling" },
  child: { address: "/register/children", nobody: "No child found: check the spelling" },
};
const entering = new WeakMap(); // input whose component is being fetched → what it held when Enter was pressed
const pickers = new Map(); // id of a picker → what puts somebody in, as if chosen from its list

function asText(words) {
  const holder = document.createElement("div");
  holder.textContent = words;
  return holder.innerHTML;
}

// A page that is left, or a session that has ended, finds nobody. The server says so when the section is sent.
async function find(address, typed, { roles = "", kinds = "" }) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed, roles, kinds })}`, { headers: { Accept: "application/json" } });
    const said = await answer.json();
    return answer.ok ? said : Object.assign([], said); // over a limit: nobody, and what to say of it
  } catch {
    return [];
  }
}

// The search takes the description of its input away while somebody types: the hint, and the slot of its error.
function keepDescription(input, description) {
  const put = () => {
    const now = input.getAttribute("aria-describedby") ?? "";
    if (!now.includes(description)) input.setAttribute("aria-describedby", `${description} ${now}`.trim());
  };
  put();
  new MutationObserver(put).observe(input, { attributeFilter: ["aria-describedby"] });
}

function makePicker(input) {
  const hidden = document.getElementById(`${input.id}-id`);
  const register = REGISTERS[input.dataset.picker];
  if (!hidden || !register) return;
  const hadFocus = document.activeElement === input;
  const typed = hadFocus && input.value !== input.defaultValue ? input.value : ""; // while the component was fetched
  const place = document.createElement("div");
  input.replaceWith(place);

  const isPart = Boolean(input.dataset.roles || input.dataset.kinds);
  let searches = 0; // answers may overtake one another, or come after the choice
  let answered = 0; // the last of them that was answered
  let late = null; // shows what came while the box was left, once somebody is back in it
  let taken = null; // who is being put in, as if chosen
  let box = null;
  let others = []; // who fits what was typed and cannot hold the part
  let entered = ""; // what Enter was pressed on before its answer came
  let said = ""; // why nobody is listed
  const nobody = () => {
    if (answered < searches) return "Searching…";
    if (said) return said;
    return others.length ? `${others.map((match) => match.name).join(", ")} cannot take this part` : register.nobody;
  };
  accessibleAutocomplete({
    element: place,
    id: input.id,
    name: input.name,
    defaultValue: typed ? input.defaultValue : input.value,
    minLength: 2,
    confirmOnBlur: false,
    source: async (typed, show) => {
      const mine = ++searches;
      late = null;
      const found = taken ? [taken] : await find(register.address, typed, input.dataset);
      const beside = found.length || !isPart ? [] : await find(register.address, typed, {});
      if (mine !== searches || box.value !== typed) return;
      answered = mine;
      said = found.said ?? "";
      others = beside.slice(0, 3);
      // An answer that comes late neither opens a list over the next question nor takes back the one arrowed to.
      if (document.activeElement === box) show(found);
      else late = () => show(found);
      if (entered === typed) setTimeout(chooseTheOnlyOne);
    },
    // What the box holds at first is an option too: a plain name.
    templates: {
      inputValue: (match) => (typeof match === "string" ? match : (match?.name ?? "")),
      suggestion: (match) => (typeof match === "string" ? asText(match) : `${asText(match.name)} <span class="handover-match">${asText(match.detail)}</span>`),
    },
    onConfirm: (match) => {
      if (!match?.id) return;
      answered = searches += 1;
      late = null;
      hidden.value = match.id;
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    },
    tNoResults: nobody,
    tStatusNoResults: nobody,
  });
  box = document.getElementById(input.id);
  if (input.hasAttribute("aria-describedby")) keepDescription(box, input.getAttribute("aria-describedby"));
  box.addEventListener("focus", () => {
    late?.();
    late = null;
  });
  // Enter chooses the only one that is listed, and sends nothing: the component waits for an arrow first.
  const chooseTheOnlyOne = () => {
    entered = "";
    const listed = place.querySelectorAll(".autocomplete__menu--visible > .autocomplete__option:not(.autocomplete__option--no-results)");
    if (listed.length !== 1) return false;
    listed[0].click();
    return true;
  };
  place.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target !== box || hidden.value) return;
      const waits = answered < searches;
      if (waits) entered = box.value;
      if (!waits && !chooseTheOnlyOne()) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // A half-typed name is not an answer yet: the live check hears of it when the field is left.
  place.addEventListener("input", (event) => {
    event.stopPropagation();
    if (taken) return;
    hidden.value = "";
    document.querySelectorAll(`[name="${CSS.escape(hidden.name)}"]:checked`).forEach((radio) => (radio.checked = false));
  });
  pickers.set(input.id, (match) => {
    taken = match;
    box.value = match.name;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    taken = null;
    hidden.value = match.id;
  });
  // The component selects all that it holds once it has the focus, and the next key would replace it.
  if (typed) box.setSelectionRange = () => {};
  if (hadFocus) box.focus();
  if (typed) {
    if (entering.get(input) === typed) entered = typed;
    box.value = typed;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => delete box.setSelectionRange);
  }
  // Whoever is the only one that fits what was typed is who is meant; the whole name shows who that is.
  place.addEventListener("focusout", async ({ relatedTarget }) => {
    const typed = box.value;
    if (place.contains(relatedTarget)) return; // into the list, to choose
    if (hidden.value || typed.trim().length < 2 || "anyone" in input.dataset) return;
    const found = await find(register.address, typed, input.dataset);
    const left = place.isConnected && document.activeElement !== box && !hidden.value && box.value === typed;
    if (left && found.length === 1) pickers.get(input.id)(found[0]);
  });
}

// Where several people fit, the answer's error lists them: the one chosen there goes into the picker.
document.addEventListener("change", ({ target }) => {
  const putIn = target.dataset?.match && pickers.get(target.name.replace(/-id$/, ""));
  if (putIn) putIn({ id: target.value, name: target.dataset.match });
});

// When somebody first does something on the page. The component is a fifth of a section's weight: there, and where HTMX brings
// the first picker of a page, it is fetched then; other pages with a picker bring it along (views/web/scripts.py).
export const begun = new Promise((resolve) => {
  for (const kind of ["pointermove", "pointerdown", "keydown", "focusin"]) {
    document.addEventListener(kind, resolve, { capture: true, once: true, passive: true });
  }
  if (document.activeElement !== document.body) resolve();
});

// Enter means the only one that fits, as it does once the component is there, and sends nothing.
function waitWithEnter(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.value) return;
  event.preventDefault();
  entering.set(event.target, event.target.value);
}

export async function makePickers(within) {
  const inputs = [...within.querySelectorAll("input[data-picker]")];
  if (inputs.length && !self.accessibleAutocomplete) {
    await begun;
    for (const input of inputs) input.addEventListener("keydown", waitWithEnter);
    await import("./accessible-autocomplete.min.js").finally(() => inputs.forEach((input) => input.removeEventListener("keydown", waitWithEnter)));
  }
  inputs.filter((input) => input.isConnected).forEach(makePicker);
}

makePickers(document); // those that the page has when it is loaded
