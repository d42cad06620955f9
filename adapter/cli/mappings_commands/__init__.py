"""The sub-commands of `medrec mappings`: each has `register(subparsers, help)` and `run(options)`."""
