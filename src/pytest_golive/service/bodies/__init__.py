"""What the bytes of an answer say: packing, charset, JSON, pages."""
