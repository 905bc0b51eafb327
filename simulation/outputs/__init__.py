"""What a comparison leaves behind: on the screen, on disk, for machines; tables, pictures and plain words."""
