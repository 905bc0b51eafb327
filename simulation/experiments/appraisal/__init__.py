"""What a second way of working is worth against a first, in the manner of the Treasury's Green Book."""
