"""The dashboard: pages in a browser that show what runs have found. Nothing here computes the model."""
