"""The sub-commands of medrec drugs."""
