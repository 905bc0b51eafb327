"""What one way of working is worth against another: sentences, tables, screen, page, and what is kept on disk."""
