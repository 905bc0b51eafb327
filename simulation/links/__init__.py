"""What ties them: ties between residents, and the groups near a neighbourhood."""
