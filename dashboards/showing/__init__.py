"""What is shown of an answer: the leading outcomes in their order, as numbers, words, figures and files."""
