"""What a published table is, and its forms: CSV, Parquet, the descriptor. The tables themselves are in `tables`."""
