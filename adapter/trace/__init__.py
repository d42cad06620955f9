"""The trace of one mapped source: for each element of the result its rule and its source node, and what no rule read.

Events come from adapter.mapping.trace, reads from adapter.sources.reads; the workflow brings them together.
"""
