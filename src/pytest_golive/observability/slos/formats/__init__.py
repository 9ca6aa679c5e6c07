"""The formats that objectives are written in, and what each says."""
