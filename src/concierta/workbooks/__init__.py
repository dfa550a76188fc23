"""Reading foreign tables: a workbook and a profile in; typed columns and findings out. No database, no Django."""
