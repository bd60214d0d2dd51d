"""What happens to a record: drafting, submission, decisions, links, register, audit. The only writers besides mail."""
