"""For people who write maps: what is in force, what is wrong with it, and suites of sources with what they must
become."""
