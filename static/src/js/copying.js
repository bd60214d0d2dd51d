// A button that copies a text. Without script it is not there; where the browser forbids it, the text is selected.

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text.value);
    said.textContent = "Copied.";
  } catch {
    text.select();
    said.textContent = "The text is selected. Press Ctrl and C, or Command and C on a Mac, to copy it.";
  }
}

export function makeCopying(scope) {
  for (const button of scope.querySelectorAll("[data-copies]")) {
    const id = button.dataset.copies;
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(id), document.getElementById(`${id}-copied`)));
  }
}
