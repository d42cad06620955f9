"""Version of the program, written into Device and Provenance."""

VERSION = "0.1.0"
