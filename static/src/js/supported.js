// Says that scripts run, before anything is drawn, so that nothing jumps when the components start. It is loaded at the
// top of the body, as a file of its own because the content security policy allows no script inside a page.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
