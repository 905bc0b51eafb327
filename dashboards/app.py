"""The dashboard's pages and their addresses."""
