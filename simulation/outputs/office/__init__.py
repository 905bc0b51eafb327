"""What office programs open: workbooks and documents, the same bytes for the same results."""
