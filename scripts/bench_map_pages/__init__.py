"""What `bench_map.py` measures: grid cities, the pages others would write of them, a browser."""
