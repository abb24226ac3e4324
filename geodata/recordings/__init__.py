"""Films and sound that are kept as files: what they are by their content, and where they lie."""
