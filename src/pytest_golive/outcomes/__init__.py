"""What becomes of a row: recorded, concealed, tallied."""
