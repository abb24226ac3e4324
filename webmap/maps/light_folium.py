"""Folium without pandas: the one place that imports it.

Folium uses pandas only to accept data frames as coordinates, and does without when it is
missing. The serving process never hands it a frame, so it need not pay for the import.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_pandas() -> Iterator[None]:
    """Make `import pandas` fail inside the block, unless pandas is already loaded."""
    if "pandas" in sys.modules:
        yield
        return
    # None in sys.modules is the documented way to make an import raise ImportError.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


with without_pandas():
    import folium
    from branca.element import Figure
    from folium.elements import JSCSSMixin
    from folium.map import Layer
    from folium.template import Template

__all__ = ["Figure", "JSCSSMixin", "Layer", "Template", "folium", "without_pandas"]
