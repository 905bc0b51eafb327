"""What analyses of a finished study say, each in words, in pictures and for machines; and its page."""
