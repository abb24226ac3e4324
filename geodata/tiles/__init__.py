"""Vector tiles of the city: how they are cut, written and read back."""
