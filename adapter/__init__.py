"""medrec-adapter: see README.md. `map` and `reconcile` are the Python entry points."""
