"""The form engine: question types, sections (pages of questions), conditions and display of answers."""
