"""Pictures of a watch: each signal over time, as SVG and as text."""
