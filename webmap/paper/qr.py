"""QR codes of permanent links, for signs: a third of a code may be scratched off."""

from __future__ import annotations

from io import BytesIO

import segno

QUIET_MODULES = 4
"""The white edge the standard asks for (ISO/IEC 18004)."""


def qr_svg(address: str) -> str:
    """Return a code as SVG without fixed size, with the highest error correction (level H)."""
    out = BytesIO()
    segno.make_qr(address, error="h").save(
        out, kind="svg", xmldecl=False, nl=False, border=QUIET_MODULES, omitsize=True, light="#fff"
    )
    return out.getvalue().decode()
