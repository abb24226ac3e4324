"""Finding an alley or a person: what is written into the index, and how it is asked.

The same folding as the join. Writing (`entries`) needs the build's frames; asking (`query`)
needs nothing but SQLite.
"""
