"""Stories in plain words of a person, a group or an agency, month by month, out of what a world's chronicle recorded.

A world is filed once (`filing.file`) and then read by many (`archive.Archive`). `person.story`, `group.story` and
`agency.story` tell; `pair.side_by_side` lays the stories of two worlds beside each other.
"""
