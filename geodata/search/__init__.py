"""Finding an alley or a person: what is written into the index, and how it is asked.

The same folding as the join. Writing (`entries`, `index_writer`) needs the build's frames; asking
(`engine`) needs nothing but the arrays of the index.
"""
