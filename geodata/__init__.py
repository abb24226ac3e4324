"""The library: from street and register files to a published dataset, and back to answers.

Importing the package is light on purpose: the site imports the read side (`geodata.catalogue`)
without pandas or GeoPandas. Building lives in `geodata.pipeline`.
"""

__version__ = "0.1.0"
