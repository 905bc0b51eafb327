"""What the record of a run adds up beside the monthly counts: groups of people, generosity, spells, the network."""
