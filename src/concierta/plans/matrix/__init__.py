"""Reading plan matrices: bytes of a workbook and a profile in, typed drafts and findings out. No database, no Django."""
