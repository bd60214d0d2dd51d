"""What is read of records: their history, a person's work, the state of the service. Writes nothing but 'try again'."""
