"""QR codes of permanent links, for signs: a third of a code may be scratched off."""

from __future__ import annotations

from io import BytesIO

import segno

PNG_PIXELS = 900
QUIET_MODULES = 4
"""The white edge the standard asks for (ISO/IEC 18004)."""


def qr_svg(address: str) -> str:
    """Return a code as SVG without fixed size, with the highest error correction (level H)."""
    out = BytesIO()
    segno.make_qr(address, error="h").save(
        out, kind="svg", xmldecl=False, nl=False, border=QUIET_MODULES, omitsize=True, light="#fff"
    )
    return out.getvalue().decode()


def qr_png(address: str) -> bytes:
    """Return a code as a PNG of some 900 pixels, with the highest error correction (level H)."""
    out = BytesIO()
    code = segno.make_qr(address, error="h")
    across = code.symbol_size(border=QUIET_MODULES)[0]
    code.save(out, kind="png", border=QUIET_MODULES, scale=max(1, PNG_PIXELS // across))
    return out.getvalue()
