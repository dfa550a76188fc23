"""Indicators: what was aimed at, reported and verified of each."""
