"""What happens in a month: one small file for each mechanism, under the essay's or the field's own name."""
