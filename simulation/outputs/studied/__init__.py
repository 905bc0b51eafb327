"""What a study leaves for people: a report, a workbook, a summary of two pages, and all of it in one parcel."""
