"""Whether metrics say something of now, and of each instance: down, old, and scraped twice."""
