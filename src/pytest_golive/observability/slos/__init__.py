"""Service level objectives in the formats of OpenSLO and Sloth: read, and measured by their queries."""
