"""GDAL as we let it run: five drivers, no network, errors instead of guesses.

GDAL chooses a driver by content and ignores the file's ending: with all its drivers a
`.geojson` can hold a virtual dataset that reads `/etc/passwd` or asks another host. The drivers
are switched off before pyogrio is first imported, and again when somebody imported it earlier.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

DRIVERS = frozenset({"GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", "OSM"})
# Every other vector driver of GDAL 3.12; what a newer GDAL adds is switched off after the import.
_SKIPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,"
    "Elasticsearch,GDALG,GML,GPSBabel,GPX,GTFS,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,"
    "LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,ODS,OGCAPI,"
    "OGR_GMT,OGR_PDS,OGR_VRT,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,S57,SQLite,"
    "SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
_CLOSED_PORT = "127.0.0.1:9"
_OFFLINE = {
    "GDAL_HTTP_PROXY": _CLOSED_PORT,
    "GDAL_HTTPS_PROXY": _CLOSED_PORT,
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
}
_PROXY_EXCEPTIONS = ("NO_PROXY", "no_proxy")


@cache
def hardened_pyogrio() -> Any:
    """Return pyogrio with `DRIVERS` only and without a way to other hosts.

    Raises
    ------
    RuntimeError
        When a driver outside `DRIVERS` cannot be switched off.
    """
    os.environ["OGR_SKIP"] = _SKIPPED
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyogrio

        _skip_the_rest(pyogrio)
    pyogrio.set_gdal_config_options(_OFFLINE)
    return pyogrio


@contextmanager
def quiet_and_offline() -> Iterator[None]:
    """Run GDAL without proxy exceptions and without its warnings; its errors still raise.

    libcurl obeys NO_PROXY before the closed proxy, so the variable is set aside meanwhile.
    """
    aside = {name: os.environ.pop(name) for name in _PROXY_EXCEPTIONS if name in os.environ}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ.update(aside)


def _skip_the_rest(pyogrio: ModuleType) -> None:
    rest = set(pyogrio.list_drivers()) - DRIVERS
    if not rest:
        return
    from pyogrio._ogr import _register_drivers

    pyogrio.set_gdal_config_options({"OGR_SKIP": ",".join(sorted(rest))})
    _register_drivers()
    if left := set(pyogrio.list_drivers()) - DRIVERS:
        raise RuntimeError(f"GDAL drivers that cannot be switched off: {sorted(left)}")
