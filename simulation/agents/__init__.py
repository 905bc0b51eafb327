"""Who acts: residents, groups, agencies, places and the centre."""
