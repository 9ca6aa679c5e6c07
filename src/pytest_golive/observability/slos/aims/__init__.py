"""Whether an objective is about what it says: this service's events, and conditions that something can fulfil."""
