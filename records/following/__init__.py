"""What comes after approval and by which day: follow-up, reminders, children coming up."""
