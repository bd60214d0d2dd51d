"""Deadlines and follow-up: answers added after approval, reminders, children who will soon change teams."""
