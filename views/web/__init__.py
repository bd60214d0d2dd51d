"""What every page needs of the web: access, sessions, errors, security, assets."""
