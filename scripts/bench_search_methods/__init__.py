"""The ways of searching that `scripts/bench_search.py` measures."""
