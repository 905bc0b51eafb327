"""Pictures for pages that open anywhere: figures drawn as SVG, each also in words and as a table."""
