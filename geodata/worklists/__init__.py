"""What waits for somebody's work, list by list: why, where, and the closest candidates."""
