"""The Mesa Técnica: sessions, minutes, decisions, measures, amendments and tasks, linked to what they changed."""
