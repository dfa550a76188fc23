"""Where the commented example lies; apart, so that writing it needs no database."""

from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent / "example.toml"
