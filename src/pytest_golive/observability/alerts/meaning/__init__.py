"""What an expression measures: which quantity, in which unit, over which time, of whom."""
