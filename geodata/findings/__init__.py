"""What in a joined register looks wrong or doubtful, each with a sentence and where to look."""
