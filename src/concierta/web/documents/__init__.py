"""Documents on paper: what a page says, as PDF bytes. They know no page and no database, only plain dictionaries."""
