"""What comes of switching each mechanism off: in words, on the screen, as a page, and what is kept on disk."""
