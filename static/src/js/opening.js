// A link to something that stands behind 'Add …' opens it. Browsers do so by themselves when they follow a link, but not
// all of them, and not where a script moves the focus there, as the error summary does.

function open(hash) {
  const target = document.getElementById(hash.slice(1));
  for (let place = target?.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
  return target;
}

export function makeOpening() {
  document.addEventListener("click", ({ target }) => open(target.closest?.("a[href^='#']")?.hash ?? ""), true);
  if (location.hash) open(location.hash)?.scrollIntoView();
}
