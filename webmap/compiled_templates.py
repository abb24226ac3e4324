"""Templates compiled once in a process, however many sites it makes."""

from __future__ import annotations

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

_kept: dict[str, bytes] = {}


class CompiledTemplates(BytecodeCache):
    """Keeps what Jinja made of a template, which it tells by name and source."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept."""
        if (kept := _kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        _kept[bucket.key] = bucket.bytecode_to_string()


def init_compiled_templates(app: Flask) -> None:
    """Let the templates of `app` be those of every other site of this process."""
    app.jinja_env.bytecode_cache = CompiledTemplates()
