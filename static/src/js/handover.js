// The page's behaviour. Every page works without it: this only makes the same pages quicker to use.

import { initAll } from "./govuk-frontend.min.js";
import { makePickers } from "./picker.js";
import "./live-check.js";

initAll();
makePickers(document);
