// The pickers that a page has when it is loaded.

import { makePickers } from "./picker.js";

makePickers(document);
