// A section's page: what is written there is checked and saved while somebody writes.

import "./rows.js";
import "./live-check.js";
import "./saving.js";
