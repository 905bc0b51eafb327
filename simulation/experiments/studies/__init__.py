"""Studies: one question asked of many runs, from a file that says what varies to a folder that never loses a run."""
