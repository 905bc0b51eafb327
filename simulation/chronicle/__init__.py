"""The chronicle: what happened to whom, and how everybody stood from month to month; kept only where asked.

A `Scribe` writes down events, a `Camera` takes frames. Both are observers of a world: they are told before and after
every phase, they only read, and a world without them pays nothing.
"""
