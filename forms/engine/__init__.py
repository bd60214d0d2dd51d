"""What every page of questions is made of: kinds of questions, sections, records, and the words around them."""
