"""An inspection pack: sealed records in one ZIP file, with what was found when each was checked."""
