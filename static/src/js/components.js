// The parts of the design system that need script and that pages use. Its own file starts all of its parts, twice as much.

import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

const COMPONENTS = [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink];

// One that cannot be started, since its markup is not whole, leaves the others alone.
function start(Component, element) {
  try {
    new Component(element);
  } catch (error) {
    console.error(error);
  }
}

export function initAll({ scope = document } = {}) {
  if (!document.body.classList.contains("govuk-frontend-supported")) return;
  for (const Component of COMPONENTS) {
    scope.querySelectorAll(`[data-module="${Component.moduleName}"]`).forEach((element) => start(Component, element));
  }
}
