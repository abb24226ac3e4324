"""What `scripts/bench_join.py` compares the join with, and how both are scored."""
