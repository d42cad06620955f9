"""What the engine says, in the language of the reader: its sentences, days, amounts and units."""
