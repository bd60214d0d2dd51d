"""How much work a record is: a person who fills one in, simulated from the forms and the protocol alone."""
