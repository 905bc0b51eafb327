"""How much demand each way of working bears: in words, on the screen, as a page, and what is kept on disk."""
