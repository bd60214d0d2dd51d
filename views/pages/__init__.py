"""The routes: one module and blueprint for each family of pages."""
