"""What a visitor asks: a choice of place, time and way of working, as levers, as an address and as a file."""
