"""Children, staff and teams: finding and loading them, and the accounts of staff."""
