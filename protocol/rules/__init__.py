"""The rules: one module for each section of a chapter. Importing this package registers all of them."""
