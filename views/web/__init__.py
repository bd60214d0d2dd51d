"""Web infrastructure shared by all pages: access, sessions, errors, security, templates, assets."""
