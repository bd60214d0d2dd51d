"""Starting a record and saving its draft, with references and the people that it names."""
